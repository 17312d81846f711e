import { settingProblems } from "@/lib/platform/env"
import { print } from "./print"

type Finding = { severity: "error" | "warning"; message: string; remedy: string }

/** Prints what keeps Slipway from working and how to repair it; returns the exit code, 1 if there is an error. */
export async function runDoctor(isJson: boolean): Promise<number> {
  const findings = await examine()
  if (isJson) print(JSON.stringify(findings, null, 2))
  else if (findings.length === 0) print("Nothing needs attention.")
  else
    for (const { severity, message, remedy } of findings)
      print(`${severity.padEnd(9)}${message}\n         ${remedy}`)
  return findings.some(({ severity }) => severity === "error") ? 1 : 0
}

/** Nothing else can be examined with wrong settings. */
async function examine(): Promise<Finding[]> {
  const problems = settingProblems(process.env, ["DATABASE_URL", "SLIPWAY_SECRET_KEY"])
  if (problems.length > 0) {
    const remedy = "See .env.example, which lists every setting."
    return problems.map((message) => ({ severity: "error", message, remedy }))
  }
  const { examineInstallation } = await import("@/lib/console/health/examine-installation")
  const { disconnect } = await import("@/lib/platform/db/client")
  return examineInstallation().finally(disconnect)
}
