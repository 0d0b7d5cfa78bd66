// What each role may do, as the server's own table says it.
import { Box } from "@mantine/core";
import { useApi } from "../../api/api.ts";
import { Waiting } from "../../ui/page.tsx";
import { useWords } from "../../words/catalogue.ts";
import { Part } from "./parts.tsx";
import styles from "./settings.module.css";
import { nouns, roleNames, words } from "./users-words.ts";

/** The table. */
export function RoleTable() {
  const t = useWords(words);
  const names = useWords(roleNames);
  const things = useWords(nouns);
  const { data } = useApi().useQuery("get", "/v1/roles");
  if (!data) return <Waiting lines={4} />;
  const all = [...new Set(data.scopes.map((scope) => scope.split(":")[0]!))];
  const levelOf = (scopes: readonly string[], noun: string) =>
    scopes.includes(`${noun}:write`) ? "●" : scopes.includes(`${noun}:read`) ? "○" : "";
  const words_ = { "●": t.changes, "○": t.looks, "": t.nothing } as const;
  return (
    <Part title={t.may} help={t.mayHelp}>
      <Box style={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t.may}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <td />
              {data.roles.map(({ role }) => (
                <th key={role} scope="col">
                  {names[role] ?? role}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map((noun) => (
              <tr key={noun}>
                <th scope="row">{things[noun] ?? noun}</th>
                {data.roles.map(({ role, scopes }) => {
                  const level = levelOf(scopes, noun);
                  return (
                    <td key={role} title={words_[level]}>
                      {level}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
    </Part>
  );
}
