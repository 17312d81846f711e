import { rm } from "node:fs/promises"
import { launch } from "@/tools/launch/launch"
import { localDatabaseSettings } from "@/tools/launch/local-database-settings"
import { runProgram } from "@/tools/launch/print"

/** Starts a fresh Slipway for the end-to-end tests: the previous content of its data folder is deleted. */
await runProgram(async () => {
  const folder = process.env.SLIPWAY_DATA_DIR
  if (!folder) throw new Error("SLIPWAY_DATA_DIR must name a folder that may be deleted.")
  try {
    return await launch("start")
  } finally {
    await rm((await localDatabaseSettings(folder)).folder, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
})
