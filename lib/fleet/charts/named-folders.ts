import { existsSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { v5 as uuidv5 } from "uuid"
import { configuredChartsFolders, dataFolder } from "@/lib/platform/env"
import { repositoryName } from "./schema"

/** A folder of packaged charts that is a repository without a database row: it is configured when Slipway starts. */
export type NamedFolder = { id: string; name: string; kind: "FOLDER"; url: string; builtIn: boolean }

/** The namespace of the generated ids; an arbitrary UUID that must not change. */
const namespace = "5d6f1c1e-8f0c-4a51-9a51-6f6c3b7d2f10"
const builtInName = "demo"

/** The folder that the sandbox charts are packed into at startup; a repository while the folder exists. */
export const builtInFolder = (data = resolve(dataFolder())): string => join(data, "charts", "demo")

export function namedFolders(): NamedFolder[] {
  const configured = parseFolders(configuredChartsFolders() ?? "").map(({ name, path }) =>
    toFolder(name, resolve(path), false),
  )
  const builtIn = builtInFolder()
  const isTaken = configured.some(({ name }) => name === builtInName)
  return existsSync(builtIn) && !isTaken ? [...configured, toFolder(builtInName, builtIn, true)] : configured
}

function toFolder(name: string, url: string, builtIn: boolean): NamedFolder {
  return { id: uuidv5(`folder/${name}`, namespace), name, kind: "FOLDER", url, builtIn }
}

/** Parses `path` or `name=path`, separated by commas; a path without a name is named after its last folder. */
function parseFolders(text: string): { name: string; path: string }[] {
  const folders = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [, name, path] = /^([^=/\\]+)=(.+)$/.exec(part) ?? []
      return name !== undefined && path !== undefined ? { name, path } : { name: nameOf(part), path: part }
    })
  for (const [index, { name }] of folders.entries()) {
    if (!repositoryName.safeParse(name).success) {
      throw new Error(`SLIPWAY_CHARTS_FOLDER: ${name} is not a valid repository name. Use name=path.`)
    }
    if (folders.findIndex((other) => other.name === name) !== index) {
      throw new Error(`SLIPWAY_CHARTS_FOLDER contains the name ${name} twice. Use name=path.`)
    }
  }
  return folders
}

function nameOf(path: string): string {
  const plain = basename(resolve(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
  return plain === "" ? "local" : plain.slice(0, 63)
}
