import { spawn } from "node:child_process"
import { once } from "node:events"
import { expect, test } from "@playwright/test"

test.describe.configure({ timeout: 300_000 })

test("kills, pauses and failovers of every process break no promise", async () => {
  const options = ["--seed", "1", "--faults", "17", "--every-ms", "1500"]
  const args = ["--import", "tsx", "tools/chaos/main.ts", ...options]
  const chaos = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [chaos.stdout, chaos.stderr]) {
    stream.on("data", (text) => {
      output += String(text)
    })
  }
  const [code] = await once(chaos, "close")
  expect(code, output).toBe(0)
})
