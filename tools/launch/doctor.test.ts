import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { distPath } from "@/lib/platform/dist-path"

function doctor(args: string[], env: Record<string, string>) {
  const healthy = {
    ...process.env,
    DATABASE_URL: "",
    SLIPWAY_SECRET_KEY: "",
    NODE_ENV: "production" as const,
    ...env,
  }
  return spawnSync(process.execPath, [distPath("slipway.js"), "doctor", ...args], {
    env: healthy,
    encoding: "utf8",
  })
}

describe("slipway doctor", () => {
  it("reports every wrong setting with its remedy, and exits with 1", () => {
    const { status, stdout } = doctor([], { DATABASE_URL: "mysql://db" })
    expect(status).toBe(1)
    expect(stdout).toMatch(/error +DATABASE_URL must be a PostgreSQL URL.*\n +See \.env\.example/)
    expect(stdout).toMatch(/error +SLIPWAY_SECRET_KEY must be set/)
  })

  it("writes the findings as JSON with --json", () => {
    const { status, stdout } = doctor(["--json"], {
      SLIPWAY_SECRET_KEY: "only-for-tests-only-for-tests-only",
    })
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({
        severity: "error",
        message: expect.stringMatching(/^DATABASE_URL must be set/),
      }),
    ])
  })
})
