import { resolve, sep } from "node:path"
import { invalid } from "@/lib/platform/errors"
import { checkUrl, type Resolve, resolveAllowed, resolveByDns } from "@/lib/platform/outbound/check-address"
import { type EgressPolicy, egressPolicy } from "@/lib/platform/outbound/egress-policy"
import { OutsideError } from "@/lib/platform/outbound/external-error"
import { parseOci } from "./repository/oci-reference"
import type { RepositoryKind } from "./schema"

export type RepositoryLocation = { kind: RepositoryKind; url: string }

type World = { folders: readonly string[]; policy?: EgressPolicy; resolve?: Resolve }

const waitMs = 2_000

/**
 * Determines the kind of repository at an address. 422 for /url when it is not allowed: neither https nor oci, a host that
 * is not allowed, a private address, or a folder that is not configured. A host that currently does not resolve is
 * accepted, as every later request is checked again.
 */
export async function locateRepository(address: string, world: World): Promise<RepositoryLocation> {
  const text = address.trim()
  if (text.startsWith("/") || text.startsWith("file://")) return folderPlace(text, world.folders)
  const place = text.startsWith("oci://") ? ociPlace(text) : indexPlace(text)
  const url = new URL(place.url.replace(/^oci:/, "https:"))
  const policy = world.policy ?? egressPolicy()
  try {
    checkUrl(url, policy)
    await inTime(resolveAllowed(url, policy, world.resolve ?? resolveByDns))
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    if (error.kind === "refused") throw invalid("/url", error.message, "address_not_allowed")
  }
  return place
}

function indexPlace(text: string): RepositoryLocation {
  if (!URL.canParse(text)) throw invalid("/url", "Not a valid address. Use https://… or oci://….")
  const url = new URL(text)
  if (!["https:", "http:"].includes(url.protocol)) {
    throw invalid("/url", `Unsupported protocol ${url.protocol}//. Use https:// or oci://.`)
  }
  if (url.search !== "" || url.hash !== "") {
    throw invalid("/url", "The address of an index must not have a query or fragment.")
  }
  return { kind: "INDEX", url: url.href.replace(/\/(index\.yaml)?$/, "") }
}

function ociPlace(text: string): RepositoryLocation {
  const place = parseOci(text)
  if (place === null) throw invalid("/url", "Use the form oci://host/path, in lowercase letters.")
  return { kind: "OCI", url: `oci://${place.host}/${place.path}` }
}

function folderPlace(text: string, folders: readonly string[]): RepositoryLocation {
  const path = resolve(text.replace(/^file:\/\//, ""))
  if (folders.some((folder) => path === folder || path.startsWith(`${folder}${sep}`))) {
    return { kind: "FOLDER", url: path }
  }
  throw invalid(
    "/url",
    "Only folders configured with SLIPWAY_CHARTS_FOLDER can be used as repositories.",
    "address_not_allowed",
  )
}

function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolveLate) => {
    timer = setTimeout(() => resolveLate(null), waitMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
