import { stripVTControlCharacters } from "node:util"
import pino from "pino"
import { afterEach, expect, it, vi } from "vitest"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { log, readableLine } from "@/lib/platform/log"

afterEach(() => {
  log.level = "silent"
  vi.restoreAllMocks()
})

/** The log output for an error. */
function written(err: Error): string {
  log.level = "error"
  const stream: { write: (line: string) => void } = Reflect.get(log, pino.symbols.streamSym)
  const write = vi.spyOn(stream, "write").mockImplementation(() => undefined)
  log.error({ err }, "It failed")
  return String(write.mock.lastCall?.[0])
}

it("logs the kind and stack of a Helm failure, and nothing that Helm printed", () => {
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

it("logs the message of every other error", () => {
  expect(JSON.parse(written(new TypeError("no such thing"))).err).toMatchObject({
    type: "TypeError",
    message: "no such thing",
  })
})

it("is one readable line per entry on a terminal", () => {
  const entry = { level: 30, time: 0, pid: 7, hostname: "vm", cluster: "main", msg: "cluster watch started" }
  expect(stripVTControlCharacters(readableLine(`${JSON.stringify(entry)}\n`))).toMatch(
    /^\[\d\d:\d\d:\d\d\] INFO: cluster watch started \{"cluster":"main"\}\n$/,
  )
})
