import { dirname } from "node:path"
import { type SettingName, settingProblems } from "@/lib/platform/env"

/** Relative paths of settings and of files in dist/ start at the folder that contains dist/. */
export function enterProductFolder(dist: string): void {
  process.chdir(dirname(dist))
}

/** Ends the program with one sentence for each setting that is invalid, or missing although it is required. */
export function requireSettings(...required: SettingName[]): void {
  const problems = settingProblems(process.env, required)
  if (problems.length === 0) return
  process.stderr.write(`${problems.join("\n")}\n`)
  process.exit(1)
}
