import { globSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"

/** One source file as text, with its imports: paths from the project's root, or names of packages. */
export type SourceFile = {
  path: string
  text: string
  lines: number
  imports: string[]
  /** The imports that are loaded at run time; the others are of types. */
  loads: string[]
  isTest: boolean
}

const root = join(import.meta.dirname, "..", "..")
const patterns = ["{app,cli,components,lib,tools,e2e}/**/*.{ts,tsx,mjs}", "*.ts"]
const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g
const typeImportPattern = /^(?:import|export) type [^;"]*?\bfrom "[^"]+"/gm

/** Every source file of the project, without generated files. */
export function readSourceFiles(): SourceFile[] {
  return patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((path) => !path.startsWith("lib/platform/db/generated/") && !path.endsWith(".d.ts"))
    .map(read)
}

function read(path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8")
  return {
    path,
    text,
    lines: text.split("\n").length - 1,
    imports: importsIn(text, path),
    loads: importsIn(text.replace(typeImportPattern, ""), path),
    isTest: /\.test\.tsx?$|\/test-[\w-]+\.ts$/.test(path) || /^(tools\/(testing|chaos)|e2e)\//.test(path),
  }
}

function importsIn(text: string, importer: string): string[] {
  return [...text.matchAll(importPattern)].map(([, name = ""]) => resolveImport(name, importer))
}

function resolveImport(name: string, importer: string): string {
  if (name.startsWith("@/")) return name.slice(2)
  return name.startsWith(".") ? normalize(join(dirname(importer), name)) : name
}
