import { globSync, readFileSync } from "node:fs"
import { findWords } from "@/tools/check-language/find-words"
import { print } from "@/tools/launch/print"

const checked = [
  "{app,cli,components,lib,tools,e2e,docs,deploy}/**/*.{ts,tsx,mjs,md,css,yaml}",
  "prisma/{schema,sql}/*",
  "*.{ts,mjs,md}",
]
/** Generated files, bundled charts, and the files that list the words. */
const exempt =
  /^lib\/(platform\/db\/generated|console\/demo\/charts)\/|^tools\/(sandbox\/fixtures|check-language)\/|^docs\/glossary\.md$/

/** Prints each word that technical English avoids; resolves to their number. */
export function checkLanguage(): number {
  const files = checked.flatMap((pattern) => globSync(pattern)).filter((file) => !exempt.test(file))
  const findings = files.flatMap((file) =>
    findWords(readFileSync(file, "utf8")).map(
      ({ line, word, instead }) => `${file}:${line}: "${word}". Write: ${instead}.`,
    ),
  )
  for (const finding of findings) print(finding)
  print(`${files.length} files checked for plain technical English, ${findings.length} findings.`)
  return findings.length
}
