import { existsSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { v5 as uuidv5 } from "uuid"
import { dataFolder, givenChartsFolders } from "@/lib/platform/env"
import { repositoryName } from "./schema"

/** A folder of packaged charts that is a repository without being stored: whoever starts Slipway names it. */
export type NamedFolder = { id: string; name: string; path: string; builtIn: boolean }

/** The namespace of ids of what is not stored; any UUID does that stays the same. */
const namespace = "5d6f1c1e-8f0c-4a51-9a51-6f6c3b7d2f10"
const builtInName = "demo"

/** Where the charts for the sandbox are packed to at start; they are a repository while the folder is there. */
export const builtInFolder = (data = resolve(dataFolder())): string => join(data, "charts", "demo")

/** The folders of SLIPWAY_CHARTS_FOLDER, and the charts for the sandbox. */
export function namedFolders(): NamedFolder[] {
  const given = parseFolders(givenChartsFolders() ?? "").map(({ name, path }) =>
    toFolder(name, resolve(path), false),
  )
  const builtIn = builtInFolder()
  const isTaken = given.some(({ name }) => name === builtInName)
  return existsSync(builtIn) && !isTaken ? [...given, toFolder(builtInName, builtIn, true)] : given
}

function toFolder(name: string, path: string, builtIn: boolean): NamedFolder {
  return { id: uuidv5(`folder/${name}`, namespace), name, path, builtIn }
}

/** `path` or `name=path`, separated by commas; the name of a path alone is that of its last folder. */
export function parseFolders(text: string): { name: string; path: string }[] {
  const listed = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [, name, path] = /^([^=/\\]+)=(.+)$/.exec(part) ?? []
      return name !== undefined && path !== undefined ? { name, path } : { name: nameOf(part), path: part }
    })
  for (const [index, { name }] of listed.entries()) {
    if (!repositoryName.safeParse(name).success) {
      throw new Error(`SLIPWAY_CHARTS_FOLDER: ${name} cannot be the name of a repository. Write name=path.`)
    }
    if (listed.findIndex((other) => other.name === name) !== index) {
      throw new Error(`SLIPWAY_CHARTS_FOLDER names ${name} twice. Write name=path.`)
    }
  }
  return listed
}

function nameOf(path: string): string {
  const plain = basename(resolve(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
  return plain === "" ? "local" : plain.slice(0, 63)
}
