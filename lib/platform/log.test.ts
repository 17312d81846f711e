import pino from "pino"
import { afterEach, expect, it, vi } from "vitest"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { log } from "@/lib/platform/log"

afterEach(() => {
  log.level = "silent"
  vi.restoreAllMocks()
})

/** What the log writes for an error. */
function written(err: Error): string {
  log.level = "error"
  const stream: { write: (line: string) => void } = Reflect.get(log, pino.symbols.streamSym)
  const write = vi.spyOn(stream, "write").mockImplementation(() => undefined)
  log.error({ err }, "It failed")
  return String(write.mock.lastCall?.[0])
}

it("The log tells of Helm's failures their kind and their place, and nothing that Helm wrote", () => {
  const canary = "canary-8f2b61c0"
  const notReady = [{ kind: "Job", namespace: "a", name: "b", status: "Failed", message: canary }]
  const error = new HelmError("hook_failed", `A hook failed: ${canary}\nand ${canary}.`, {
    output: canary,
    notReady,
  })
  const line = written(error)
  expect(JSON.parse(line).err).toMatchObject({ type: "HelmError", kind: "hook_failed" })
  expect(JSON.parse(line).err.stack).toMatch(/^\s+at .*log\.test\.ts/)
  expect(line).not.toContain(canary)
})

it("The log tells of every other failure its message", () => {
  expect(JSON.parse(written(new TypeError("no such thing"))).err).toMatchObject({
    type: "TypeError",
    message: "no such thing",
  })
})
