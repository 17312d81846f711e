import { gzipSync } from "node:zlib"
import { Header } from "tar"

/** The content of files by their path in the chart's folder, such as `templates/service.yaml`. */
export type ChartSource = ReadonlyMap<string, Buffer>

/** A fixed timestamp, so that the same sources always produce the same bytes. */
const packedAt = new Date(Date.UTC(2020, 0, 1))
const blockBytes = 512

/** Packs a chart like `helm package`, but reproducibly. Chart.yaml comes first, as in Helm's archives. */
export function packChart(name: string, source: ChartSource): Buffer {
  const isChart = (path: string) => path === "Chart.yaml"
  const paths = [...source.keys()].sort()
  const ordered = [...paths.filter(isChart), ...paths.filter((path) => !isChart(path))]
  const blocks = ordered.flatMap((path) => {
    const content = source.get(path) ?? Buffer.alloc(0)
    const padding = (blockBytes - (content.length % blockBytes)) % blockBytes
    return [headerOf(`${name}/${path}`, content.length), content, Buffer.alloc(padding)]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]), { level: 9 })
}

function headerOf(path: string, size: number): Buffer {
  const header = new Header({ path, mode: 0o644, uid: 0, gid: 0, size, mtime: packedAt, type: "File" })
  const block = Buffer.alloc(blockBytes)
  if (header.encode(block)) throw new Error(`The path ${path} is too long for an archive.`)
  return block
}
