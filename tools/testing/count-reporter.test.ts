import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { testCount } from "@/tools/launch/count-tests"
import { toolPath } from "@/tools/launch/run-tool"

const files = {
  "hook.test.ts": `
    import { afterAll, describe, it } from "vitest"
    describe("A group", () => {
      afterAll(() => { throw new Error("The folder is not empty") })
      it("passes", () => undefined)
    })
    afterAll(() => { throw new Error("The server does not stop") })`,
  "later.test.ts": `
    import { it } from "vitest"
    it("rejects a promise that is never awaited", async () => {
      void Promise.reject(new Error("The connection ended"))
      await new Promise((done) => setTimeout(done, 20))
    })`,
  "load.test.ts": `import "./missing"`,
  "tests.test.ts": `
    import { expect, it } from "vitest"
    it("passes", () => undefined)
    it("fails", () => expect(1).toBe(2))
    it.skip("is skipped", () => undefined)`,
}

it("A run of Vitest names all that failed: tests, hooks, files, and errors outside of every test", async () => {
  await mkdir(".tmp", { recursive: true })
  const folder = await mkdtemp(join(".tmp", "count-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  await writeFile(join(folder, "vitest.config.ts"), "export default {}")

  const reporter = `--reporter=${resolve("tools/testing/count-reporter.ts")}`
  const report = resolve(folder, "count.json")
  const args = ["run", "--root", folder, reporter]
  const vitest = spawn(process.execPath, [toolPath("vitest"), ...args, `--outputFile=${report}`])
  await once(vitest, "close")

  const { notes, ...counts } = testCount.parse(JSON.parse(await readFile(report, "utf8")))
  expect(counts).toEqual({ passed: 3, failed: 5, skipped: 1 })
  const start = (text: string) => expect.stringMatching(new RegExp(`^Failed: ${text}`))
  expect(notes.toSorted()).toEqual([
    start("Vitest › an error outside of every test\n    Error: The connection ended\n"),
    start("hook.test.ts › A group > a hook\n    Error: The folder is not empty\n"),
    start("hook.test.ts › the file or one of its hooks\n    Error: The server does not stop\n"),
    start("load.test.ts › the file or one of its hooks\n    Error: .*missing"),
    start("tests.test.ts › fails\n    AssertionError: expected 1 to be 2"),
  ])
})
