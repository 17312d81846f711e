import { z } from "zod"
import { type OciLocation, parseOci } from "./oci-reference"

const catalogSchema = z.object({ repositories: z.array(z.string()).nullish() })

type Catalog = OciLocation & { bytes: Uint8Array; limit: number }
type Below = { paths: string[]; omitted: number }

/**
 * The repositories of a registry's catalog below a location, at most `limit`, in alphabetical order, and the number
 * omitted; null when the catalog is invalid. For worker threads. Never throws.
 */
export default function readCatalogTask({ bytes, host, path, limit }: Catalog): Below | null {
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
