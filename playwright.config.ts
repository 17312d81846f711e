import { randomUUID } from "node:crypto"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defineConfig } from "@playwright/test"
import { findBrowser } from "@/e2e/fixtures/browser"
import { findFreePort } from "@/lib/platform/db/embedded-port"

// Playwright reads this file again in every worker; the variables make all of them use the same values.
process.env.SLIPWAY_E2E_PORT ??= String(await findFreePort())
process.env.SLIPWAY_E2E_ISSUER_PORT ??= String(await findFreePort())
process.env.SLIPWAY_E2E_DATA ??= join(tmpdir(), `slipway-e2e-${randomUUID()}`)
process.env.SLIPWAY_BOOTSTRAP_TOKEN ||= `e2e-${randomUUID()}`

/** What starts a Slipway of its own. */
const installations = ["first-run", "image", "start-and-stop"].map((name) => `**/${name}.spec.ts`)
/** What takes minutes by its nature, with a Slipway of its own. */
const endurance = ["chaos", "failover", "large-chart", "sigkill"].map((name) => `**/${name}.spec.ts`)

const port = process.env.SLIPWAY_E2E_PORT
const baseURL = `http://localhost:${port}`
const issuer = `http://localhost:${process.env.SLIPWAY_E2E_ISSUER_PORT}`

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  forbidOnly: Boolean(process.env.CI),
  // Some wait for Helm: a worker per core would leave the machine idle.
  workers: 3,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A shared machine may stall for a moment; the report names a test that passed on retry as flaky.
  retries: process.env.CI ? 1 : 0,
  projects: [
    // They take the longest and wait the most: first, so that none is left to run alone, and not all at once.
    { name: "installations", testMatch: installations, workers: 2 },
    { name: "pages", testMatch: "**/*.spec.ts", testIgnore: [...installations, ...endurance] },
    { name: "endurance", testMatch: endurance },
  ],
  use: {
    baseURL,
    launchOptions: await findBrowser(),
    // A click waits until its target has stopped moving.
    contextOptions: { reducedMotion: "reduce" },
    trace: "on-first-retry",
    screenshot: "only-on-failure",
  },
  webServer: [
    {
      command: `"${process.execPath}" --import tsx tools/launch/serve-for-tests.ts`,
      url: `${baseURL}/api/health/ready`,
      timeout: 300_000,
      gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
      env: {
        PORT: port,
        SLIPWAY_DATA_DIR: process.env.SLIPWAY_E2E_DATA,
        SLIPWAY_DEMO: "0",
        SLIPWAY_URL: "",
        DATABASE_URL: "",
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: "slipway",
        OIDC_CLIENT_SECRET: "only-for-tests",
        OIDC_ROLE_CLAIM: "groups",
        NODE_ENV: "production",
      },
    },
    {
      command: `"${process.execPath}" --import tsx e2e/fixtures/identity-provider.ts`,
      url: `${issuer}/.well-known/openid-configuration`,
      env: { SLIPWAY_E2E_URL: baseURL },
    },
  ],
})
