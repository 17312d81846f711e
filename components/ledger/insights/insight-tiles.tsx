import type { ReactNode } from "react"
import { MetricInfo } from "@/components/ledger/insights/metric-info"
import { bandLabel, type Tile, tilesOf } from "@/components/ledger/insights/tiles"
import { Delta } from "@/components/ui/delta"
import type { Metric } from "@/lib/ledger/insights/metrics"
import type { Insights } from "@/lib/ledger/insights/schema"

type InsightTilesProps = { insights: Insights; onRows: (metric: Metric) => void }

/** The key metrics, each with its n, the change from the previous period, and its definition. */
export function InsightTiles({ insights, onRows }: InsightTilesProps) {
  return (
    <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line md:grid-cols-4">
      {tilesOf(insights).map((tile) => (
        <li key={tile.metric} className="bg-surface p-4">
          <TileBody tile={tile} insights={insights} onRows={onRows} />
        </li>
      ))}
    </ul>
  )
}

function TileBody({ tile, insights, onRows }: { tile: Tile } & InsightTilesProps): ReactNode {
  const band = bandLabel(tile)
  return (
    <div className="flex h-full flex-col gap-1">
      <div className="flex items-center justify-between gap-1">
        <h2 className="text-xs text-muted">{tile.label}</h2>
        <MetricInfo
          metric={tile.metric}
          definition={insights.definitions[tile.metric]}
          n={tile.n}
          window={insights}
          onRows={() => onRows(tile.metric)}
        />
      </div>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-xl font-medium whitespace-nowrap tabular-nums">{tile.words}</span>
        <Delta value={tile.value} previous={tile.previous} better={tile.better} measure={tile.measure} />
      </p>
      <p className="text-xs text-muted">{tile.n}</p>
      {band !== null && <p className="text-2xs text-muted">{band}</p>}
    </div>
  )
}
