"use client"

import { CircleHelp } from "lucide-react"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { IconButton } from "@/components/ui/icon-button"
import { Popover } from "@/components/ui/popover"
import type { Metric } from "@/lib/ledger/insights/metrics"
import type { Definition } from "@/lib/ledger/insights/schema"
import { formatDay } from "@/lib/platform/format"

type MetricInfoProps = {
  metric: Metric
  definition: Definition | undefined
  /** The sample size as text. */
  n: string
  window: { from: string; to: string; timeZone: string }
  onRows: () => void
}

/** "How is this computed?": formula, period, n, exclusions, and a link to the rows. */
export function MetricInfo({ definition, n, window, onRows }: MetricInfoProps) {
  const [open, setOpen] = useState(false)
  if (definition === undefined) return null
  return (
    <Popover
      label={`How ${definition.title} is computed`}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-80"
      trigger={
        <IconButton label={`How is ${definition.title} computed?`} size="sm">
          <CircleHelp size={13} />
        </IconButton>
      }
    >
      <dl className="flex flex-col gap-2 text-xs">
        <Entry term={definition.title} text={definition.formula} />
        <Entry term="Based on" text={definition.population} />
        <Entry
          term="Period"
          text={`${formatDay(window.from, window.timeZone)} to ${formatDay(window.to, window.timeZone)}, ${window.timeZone}`}
        />
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

function Entry({ term, text }: { term: string; text: string }) {
  return (
    <div>
      <dt className="font-medium">{term}</dt>
      <dd className="text-muted">{text}</dd>
    </div>
  )
}
