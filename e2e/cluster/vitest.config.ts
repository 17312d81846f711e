import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** The tests of `npm run test:cluster`, against the API server of KUBECONFIG. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  resolve: { alias: { "@": fileURLToPath(new URL("../..", import.meta.url)) } },
  test: {
    include: ["e2e/cluster/*.test.ts"],
    env: { SLIPWAY_SECRET_KEY: "only-for-tests-only-for-tests-only" },
    // The files change the permissions of the same account.
    fileParallelism: false,
    globalSetup: "tools/testing/test-database-start.ts",
    setupFiles: ["tools/testing/test-database.ts", "tools/launch/fail-on-console-error.ts"],
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
