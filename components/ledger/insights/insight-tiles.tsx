import { CircleHelp } from "lucide-react"
import { type ReactNode, useState } from "react"
import {
  comparedScope,
  comparedWith,
  formatWindow,
  graphNote,
  lengthNote,
  type Shown,
  type Window,
} from "@/components/ledger/insights/comparison"
import { type Tile, tilesOf } from "@/components/ledger/insights/tiles"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Delta } from "@/components/ui/delta"
import { Popover } from "@/components/ui/floating"
import { IconButton } from "@/components/ui/icon-button"
import type { Metric } from "@/lib/ledger/insights/metric-names"
import type { Definition, Insights } from "@/lib/ledger/insights/schema"

type InsightTilesProps = { insights: Insights; onRows: (metric: Metric) => void }

/** Whether nothing was deployed in the period or the compared one. */
export function hasNoFigures(insights: Insights): boolean {
  return [insights.totals, comparedWith(insights).totals].every(
    ({ reached, failed, pending }) => reached + failed + pending === 0,
  )
}

export function InsightTiles({ insights, onRows, actions }: InsightTilesProps & { actions: ReactNode }) {
  return (
    <section aria-label="Key metrics" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <PeriodLine shown={insights} note={graphNote(insights)} />
        <span className="flex flex-wrap gap-2 print:hidden">{actions}</span>
      </div>
      {!hasNoFigures(insights) && (
        <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-surface *:outline *:outline-line md:grid-cols-4 print:grid-cols-4">
          {tilesOf(insights).map((tile) => (
            <li key={tile.metric} className="bg-surface p-4">
              <TileBody tile={tile} insights={insights} onRows={onRows} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

export function PeriodLine({ shown, note = null }: { shown: Shown; note?: string | null }) {
  const { timeZone, comparison } = shown
  const compared = comparedScope(shown)
  const other =
    comparison === null ? `the previous period, ${formatWindow(compared, timeZone)}` : compared.label
  const notes = [lengthNote(shown), note].filter((text) => text !== null)
  return (
    <p className="text-xs text-muted">
      <span className="font-medium text-text">{formatWindow(shown, timeZone)}</span> ({timeZone}), compared
      with {other}.{notes.map((text) => ` ${text}`)}
    </p>
  )
}

function TileBody({ tile, insights, onRows }: { tile: Tile } & InsightTilesProps): ReactNode {
  const { value, previous, measure, better } = tile
  const { isElsewhere } = comparedWith(insights)
  return (
    <div className="flex h-full flex-col gap-1">
      <div className="flex items-center justify-between gap-1">
        <h2 className="text-xs text-muted">{tile.label}</h2>
        <MetricInfo
          definition={insights.definitions[tile.metric]}
          n={tile.n}
          window={insights}
          onRows={() => onRows(tile.metric)}
        />
      </div>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-xl font-medium whitespace-nowrap tabular-nums">{tile.words}</span>
        {value === null && tile.hint ? (
          <span className="text-xs text-muted">{tile.hint}</span>
        ) : (
          <Delta {...{ value, previous, measure }} {...(isElsewhere ? { word: "against" } : { better })} />
        )}
      </p>
      <p className="text-xs text-muted">
        <button
          type="button"
          title="Show rows"
          onClick={() => onRows(tile.metric)}
          className="rounded-sm text-left hover:text-accent print:hidden"
        >
          {tile.n}
        </button>
        <span className="hidden print:inline">{tile.n}</span>
      </p>
      {tile.band !== null && <p className="text-2xs text-muted">{tile.band}</p>}
    </div>
  )
}

type MetricInfoProps = {
  definition: Definition
  n: string
  window: Window & { timeZone: string }
  onRows: () => void
}

/** "How is this computed?": meaning, formula, period, n, exclusions, and a link to the rows. */
function MetricInfo({ definition, n, window, onRows }: MetricInfoProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label={`How ${definition.title} is computed`}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-80"
      trigger={
        <IconButton label={`How is ${definition.title} computed?`} size="sm" className="print:hidden">
          <CircleHelp size={13} />
        </IconButton>
      }
    >
      <p className="mb-2 text-sm">{definition.summary}</p>
      <dl className="flex flex-col gap-2 text-xs">
        <Entry term={definition.title} text={definition.formula} />
        <Entry term="Based on" text={definition.population} />
        <Entry term="Period" text={`${formatWindow(window, window.timeZone)}, ${window.timeZone}`} />
        <Entry term="n" text={n} />
        {definition.excluded.length > 0 && <Entry term="Excluded" text={definition.excluded.join(" ")} />}
        <Entry term="Definition" text={`version ${definition.version}`} />
      </dl>
      <Button
        size="sm"
        className="mt-3"
        onClick={() => {
          setOpen(false)
          onRows()
        }}
      >
        Show rows
      </Button>
    </Popover>
  )
}

/** Every metric in plain words, with its formula in a disclosure; printed with all formulas. */
export function MetricDefinitions({ insights }: { insights: Insights }) {
  return (
    <Card title="Definitions" description="What each metric means, and how it is computed" flush>
      <ul className="divide-y divide-line print:columns-2 print:gap-0">
        {Object.entries(insights.definitions).map(([metric, { title, summary, formula, excluded }]) => (
          <li key={metric} className="break-inside-avoid print:border-0!">
            <details>
              <summary className="px-4 py-2 text-sm print:list-none print:pt-2 print:pb-0 print:text-xs">
                <span className="font-medium">{title}</span> <span className="text-muted">{summary}</span>
              </summary>
              <p className="px-4 pb-3 pl-8 text-xs text-muted print:pb-1 print:pl-4 print:text-2xs">
                {formula}.{excluded.length > 0 && ` Excluded: ${excluded.join(" ")}`}
              </p>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Entry({ term, text }: { term: string; text: string }) {
  return (
    <div>
      <dt className="font-medium">{term}</dt>
      <dd className="text-muted">{text}</dd>
    </div>
  )
}
