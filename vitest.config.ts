import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"
import { LongestWaitFirst } from "./tools/testing/longest-wait-first.ts"
import { divideTestFiles } from "./tools/testing/test-files.ts"

const { pure, database, processes, endurance } = divideTestFiles()

const withDatabase = {
  globalSetup: "tools/testing/test-database-start.ts",
  setupFiles: ["tools/testing/test-database.ts"],
  isolate: false,
}

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    globalSetup: ["tools/testing/build-start.ts"],
    env: { SLIPWAY_SECRET_KEY: "only-for-tests-only-for-tests-only" },
    setupFiles: ["tools/launch/fail-on-console-error.ts"],
    // Tests wait for PostgreSQL, Helm and clusters: a worker per core would leave the machine idle.
    maxWorkers: Math.max(5, availableParallelism()),
    sequence: { sequencer: LongestWaitFirst },
    // Generous, for a busy machine: benchmarks, not tests, measure speed.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 100 } },
    projects: [
      // Without PostgreSQL; each worker loads a module once for all its files.
      { extends: true, test: { name: "unit", include: pure, pool: "threads", isolate: false } },
      {
        extends: true,
        test: {
          name: "component",
          include: ["{app,components}/**/*.test.tsx"],
          environment: "happy-dom",
          isolate: false,
          setupFiles: ["tools/testing/component-setup.ts"],
        },
      },
      // Also the tests that start processes, because a worker keeps its modules only within a project.
      { extends: true, test: { name: "database", include: [...processes, ...database], ...withDatabase } },
      { extends: true, test: { name: "endurance", include: endurance, ...withDatabase } },
    ],
  },
})
