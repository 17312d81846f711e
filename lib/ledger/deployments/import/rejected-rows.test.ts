import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { removeFolder } from "@/tools/testing/remove-folder"
import { RejectedRows } from "./rejected-rows"

it("writes only the rows of the last attempt of an import", async () => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-refused-"))
  const rejectedRows = new RejectedRows(join(folder, "rows"))
  const row = { line: 1, pointer: "/environment", detail: "There is no such environment." }
  for (const line of [1, 2]) {
    await rejectedRows.clear()
    await rejectedRows.add([{ ...row, line }])
    await rejectedRows.flush()
  }
  const fileText = await readFile(join(folder, "rows"), "utf8")
  await removeFolder(folder)
  expect(fileText).toBe(`${JSON.stringify({ ...row, line: 2 })}\n`)
})
