// How long files, functions and pages may be.
import { describe, expect, test } from "vitest";
import { codeLines, functionsOf, sources } from "./tidy-source.ts";

const production = sources.filter((source) => !source.isTest);

describe("sizes", () => {
  const FILE_LINES = 350;
  const FUNCTION_LINES = 60;
  /** Markup takes a line an attribute. */
  const PAGE_LINES = 120;
  /** Longer functions, each with its reason. */
  const longer: Readonly<Record<string, string>> = {
    "server/adapters/sandbox/control.ts#startControl":
      "the whole protocol of the sandbox, one line a verb",
    "server/adapters/smtp/listener.ts#startMailListener":
      "the hooks of one SMTP session share its state",
    "server/demo/book.ts#demoBook": "two tables, column by column",
    "server/messages/dispatch/judge-parts.ts#judgeMessages": "one statement, a column a question",
    "server/messages/planning/facts.ts#loadSubjects": "one statement reads all facts of a set",
  };

  /** Lists of one line each, which nobody reads from top to bottom. */
  const lists = [
    /^(server\/platform|sdk)\/schema\.ts$/, // generated
    /^console\/.*words\.ts$/, // every text in every language
    /^server\/(routes|webhooks\/catalogue)\.ts$/, // the map of the API, the kinds of events
  ];

  test(`no file has more than ${FILE_LINES} lines of code`, () => {
    const long = sources
      .filter(({ path }) => !lists.some((list) => list.test(path)))
      .map(({ path, tree }) => [path, codeLines(tree.text)] as const)
      .filter(([, lines]) => lines > FILE_LINES);
    expect(long).toEqual([]);
  });

  /** Longer parts of pages, each with its reason. */
  const longerPages: Readonly<Record<string, string>> = {
    "console/pages/inbox/composer.tsx#Composer": "one form; all its parts share what is written",
    "console/pages/inbox/thread.tsx#Handling":
      "a row of buttons, each with its act and its way back",
  };

  test(`no part of a page has more than ${PAGE_LINES} lines`, () => {
    const long = production
      .filter(({ path }) => path.startsWith("console/"))
      .flatMap((source) =>
        functionsOf(source)
          .filter(({ lines }) => lines > PAGE_LINES)
          .map(({ name }) => `${source.path}#${name}`),
      );
    expect(long.toSorted()).toEqual(Object.keys(longerPages).toSorted());
  });

  test(`no function has more than ${FUNCTION_LINES} lines`, () => {
    const long = production
      .filter(({ path }) => path.startsWith("server/"))
      .flatMap((source) =>
        functionsOf(source)
          .filter(({ lines }) => lines > FUNCTION_LINES)
          .map(({ name }) => `${source.path}#${name}`),
      );
    expect(long.toSorted()).toEqual(Object.keys(longer).toSorted()); // none left over, either
  });
});
