import { stripVTControlCharacters } from "node:util"
import pino from "pino"
import { afterEach, expect, it, vi } from "vitest"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { log, logConsole, readableLine } from "@/lib/platform/log"

afterEach(() => {
  log.level = "silent"
  vi.restoreAllMocks()
})

const logged = (err: Error) => writtenBy(() => log.error({ err }, "It failed"))

/** The last line of the log. */
function writtenBy(act: () => void): string {
  log.level = "error"
  const stream: { write: (line: string) => void } = Reflect.get(log, pino.symbols.streamSym)
  const write = vi.spyOn(stream, "write").mockImplementation(() => undefined)
  act()
  return String(write.mock.lastCall?.[0])
}

it("logs the kind and stack of a Helm failure, but not Helm's output", () => {
  const canary = "canary-8f2b61c0"
  const notReady = [{ kind: "Job", namespace: "a", name: "b", status: "Failed", message: canary }]
  const error = new HelmError("hook_failed", `A hook failed: ${canary}\nand ${canary}.`, {
    output: canary,
    notReady,
  })
  const line = logged(error)
  expect(JSON.parse(line).err).toMatchObject({ type: "HelmError", kind: "hook_failed" })
  expect(JSON.parse(line).err.stack).toMatch(/^\s+at .*log\.test\.ts/)
  expect(line).not.toContain(canary)
})

it("logs the message of every other error", () => {
  expect(JSON.parse(logged(new TypeError("no such thing"))).err).toMatchObject({
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

it("includes what packages write to the console", () => {
  const original = { ...console }
  logConsole()
  const line = writtenBy(() =>
    console.error("\u001b[31m ⨯\u001b[0m %s", "/history", new TypeError("no such thing")),
  )
  Object.assign(console, original)
  expect(JSON.parse(line)).toMatchObject({
    level: 50,
    msg: "⨯ /history",
    err: { type: "TypeError", message: "no such thing" },
  })
})
