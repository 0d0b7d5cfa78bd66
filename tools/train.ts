// `npm run train`: makes server/understanding/model.bin from the labelled examples, and the table of how well it does. With
// --check nothing is written: it fails when the model is not of the sources that there are. With --table the model stays, and only
// the table is written anew.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modelFile, readModel, type Model } from "#understanding/model.ts";
import { understand } from "#understanding/understand.ts";
import { calibrate, crossGuesses } from "./training/calibrate.ts";
import { digestOfSources, readExamples, type Example } from "./training/examples.ts";
import { fit, type Fitted } from "./training/fit.ts";
import { accuracyOf, floorsOf, tableOf, type Seen } from "./training/report.ts";

const root = join(import.meta.dirname, "..");
const file = join(root, "server/understanding/model.bin");
const page = join(root, "docs/understanding.md");
const LARGEST = 127;

const around = {
  languages: ["en", "pl", "af", "zu"],
  currency: "ZAR",
  today: Temporal.PlainDate.from("2026-11-18"),
};

/** Weights as whole numbers from -127 to 127. */
function quantised({ weights, bias }: Fitted): Pick<Model, "weights" | "scale" | "bias"> {
  const most = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1e-9);
  const scale = most / LARGEST;
  return {
    weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)),
    scale,
    bias: [...bias].map((one) => Number(one.toFixed(4))),
  };
}

function train(examples: readonly Example[]): Model {
  const seen = examples.filter(({ isHeldOut }) => !isHeldOut);
  return { digest: digestOfSources(), ...calibrate(crossGuesses(seen)), ...quantised(fit(seen)) };
}

function heldOut(examples: readonly Example[], model: Model): Seen[] {
  return examples
    .filter(({ isHeldOut }) => isHeldOut)
    .map((example) => ({
      example,
      understood: understand(example.text, { ...around, language: example.language, model }),
    }));
}

function writeTable(seen: readonly Seen[]): void {
  const text = readFileSync(page, "utf8");
  const table = `<!-- table -->\n\n${tableOf(seen)}\n\n<!-- /table -->`;
  writeFileSync(
    page,
    text.replace(/<!-- table -->[\s\S]*<!-- \/table -->/u, () => table),
  );
}

if (process.argv.includes("--check")) {
  const isSame = readModel(readFileSync(file)).digest === digestOfSources();
  console.log(
    isSame ? "the model is of these sources" : "the model is of other sources; run npm run train",
  );
  process.exitCode = isSame ? 0 : 1;
} else {
  const examples = readExamples();
  const isKept = process.argv.includes("--table");
  const model = isKept ? readModel(readFileSync(file)) : train(examples);
  if (!isKept) writeFileSync(file, modelFile(model));
  const seen = heldOut(examples, model);
  writeTable(seen);
  if (process.argv.includes("--verbose")) {
    for (const { example, understood } of seen) {
      if (understood.best !== example.intent)
        console.log(
          example.language,
          example.intent,
          "→",
          understood.best,
          understood.confidence.toFixed(2),
          understood.intent,
          "|",
          example.text,
        );
    }
  }
  console.log(tableOf(seen));
  const { digest: _digest, weights: _weights, bias: _bias, ...told } = model;
  console.log({ ...told, accuracy: accuracyOf(seen), ...floorsOf(seen) });
}
