import { fileURLToPath } from "node:url"
import { configDefaults, defineConfig } from "vitest/config"

// Strikes at real processes for minutes and wants the machine to itself: `npm run test:crash`.
const crashMatrix = "lib/worker/crash-matrix.test.ts"

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["{app,components,lib}/**/*.test.{ts,tsx}"],
    exclude:
      process.env.SLIPWAY_TEST_CRASHES === "1"
        ? configDefaults.exclude
        : [...configDefaults.exclude, crashMatrix],
    env: { SLIPWAY_SECRET_KEY: "only-for-tests-only-for-tests-only" },
    globalSetup: "lib/db/test-database-start.ts",
    // Against a machine that is busy, not against a promise of speed: those are benchmarks.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ["lib/db/test-database.ts", "lib/launch/fail-on-console-error.ts"],
  },
})
