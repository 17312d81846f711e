import { writeFile } from "node:fs/promises"
import type { Reporter, SerializedError, TestModule, Vitest } from "vitest/node"
import { type Count, note } from "../launch/count-tests.ts"

/** Vitest's reporter that writes a `Count` to the `outputFile` of the run. */
export default class CountReporter implements Reporter {
  #file = ""

  onInit({ config }: Vitest): void {
    if (typeof config.outputFile === "string") this.#file = config.outputFile
  }

  async onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Promise<void> {
    const count = countModules(modules)
    for (const error of unhandled) {
      count.failed += 1
      count.notes.push(note("Failed", "Vitest", "an error outside of every test", [textOf(error)]))
    }
    await writeFile(this.#file, JSON.stringify(count))
  }
}

/** Also counts what fails outside of a test: a file that cannot be loaded, or a hook of a file or group of tests. */
function countModules(modules: readonly TestModule[]): Count {
  const count: Count = { passed: 0, failed: 0, skipped: 0, notes: [] }
  const fail = (file: string, title: string, errors: readonly SerializedError[]) => {
    count.failed += 1
    count.notes.push(note("Failed", file, title, errors.map(textOf)))
  }
  for (const module of modules) {
    const file = module.relativeModuleId
    if (module.errors().length > 0) fail(file, "the file or one of its hooks", module.errors())
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) fail(file, `${suite.fullName} > a hook`, suite.errors())
    }
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result()
      if (state === "failed") fail(file, test.fullName, errors)
      else count[state === "passed" ? "passed" : "skipped"] += 1
    }
  }
  return count
}

function textOf({ message, stack }: SerializedError): string {
  return stack?.includes(message) ? stack : [message, stack].filter(Boolean).join("\n")
}
