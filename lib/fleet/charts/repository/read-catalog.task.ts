import { z } from "zod"
import { parseOci } from "./oci-reference"

const catalogSchema = z.object({ repositories: z.array(z.string()).nullish() })

/**
 * The repositories of a registry's catalog below a location, at most `limit`, in alphabetical order, and the number
 * omitted; null when the catalog is invalid. For worker threads. Never throws.
 */
export default function readCatalogTask({
  bytes,
  host,
  path,
  limit,
}: {
  bytes: Uint8Array
  host: string
  path: string
  limit: number
}): { paths: string[]; omitted: number } | null {
  try {
    const { repositories } = catalogSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")))
    const isBelow = (name: string) =>
      name.startsWith(`${path}/`) && parseOci(`oci://${host}/${name}`) !== null
    const paths = (repositories ?? []).filter(isBelow).sort()
    return { paths: paths.slice(0, limit), omitted: Math.max(0, paths.length - limit) }
  } catch {
    return null
  }
}
