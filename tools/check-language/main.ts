import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { findWords } from "@/tools/check-language/find-words"
import { say } from "@/tools/launch/say"

// Applied migrations keep their checksum, and the glossary names the words it replaces.
const exempt = [
  /^prisma\/migrations\//,
  /^tools\/check-language\//,
  /^docs\/glossary\.md$/,
  /\/charts\/.*\.md$/,
]
const checked = /\.(tsx?|mjs|md|prisma|sql|css)$/

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => checked.test(file) && !exempt.some((pattern) => pattern.test(file)))

const findings = files.flatMap((file) =>
  findWords(readFileSync(file, "utf8")).map(
    ({ line, word, instead }) => `${file}:${line}: "${word}". Write: ${instead}.`,
  ),
)
for (const finding of findings) say(finding)
say(`${files.length} files checked for plain technical English, ${findings.length} findings.`)
process.exitCode = findings.length === 0 ? 0 : 1
