import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["{app,components,lib}/**/*.test.{ts,tsx}"],
    env: { SLIPWAY_SECRET_KEY: "only-for-tests-only-for-tests-only" },
    // Many tests wait for processes and clusters; one worker less than the machine has cores would leave it idle.
    maxWorkers: Math.max(2, availableParallelism()),
    globalSetup: "lib/db/test-database-start.ts",
    // Against a machine that is busy, not against a promise of speed: those are benchmarks.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ["lib/db/test-database.ts", "lib/launch/fail-on-console-error.ts"],
  },
})
