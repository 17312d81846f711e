"use client"

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react"
import { useId, useState } from "react"
import type { tagPairs, WaveTake } from "@/components/fleet/rollouts/wizard/waves"
import { takesTheRest } from "@/components/fleet/rollouts/wizard/waves"
import { ComboboxList } from "@/components/ui/combobox-list"
import { IconButton } from "@/components/ui/icon-button"
import { Popover } from "@/components/ui/popover"
import { Skeleton } from "@/components/ui/skeleton"
import { TextField } from "@/components/ui/text-field"
import type { Wave } from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"

interface WaveRowProps {
  wave: Wave
  /** From 0. */
  place: number
  count: number
  /** Null while loading. */
  take: WaveTake | null
  pairs: ReturnType<typeof tagPairs>
  problem: string | undefined
  onWave: (wave: Wave) => void
  onMove: (to: number, direction: "up" | "down") => void
  onRemove: () => void
}

/** One wave: its name, its tenants, and its position. */
export function WaveRow(props: WaveRowProps) {
  const { wave, place, count, problem } = props
  const problemId = useId()
  const called = `wave ${place + 1}`
  return (
    <li className="flex flex-col gap-1 rounded-md border border-line bg-surface px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span aria-hidden="true" className="w-4 text-right text-xs text-muted">
          {place + 1}
        </span>
        <TextField
          aria-label={`Name of ${called}`}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? problemId : undefined}
          maxLength={100}
          value={wave.name}
          onChange={(event) => props.onWave({ ...wave, name: event.target.value })}
          className="w-40! max-sm:flex-1"
        />
        <div className="order-2 flex min-w-48 flex-1 flex-wrap items-center gap-1.5 max-sm:order-3 max-sm:basis-full max-sm:pl-7">
          <Selector {...props} called={called} />
        </div>
        <div className="order-3 flex items-center max-sm:order-2">
          <IconButton
            label={`Move ${called} up`}
            size="sm"
            data-move="up"
            disabled={place === 0}
            onClick={() => props.onMove(place - 1, "up")}
          >
            <ArrowUp size={13} />
          </IconButton>
          <IconButton
            label={`Move ${called} down`}
            size="sm"
            data-move="down"
            disabled={place === count - 1}
            onClick={() => props.onMove(place + 1, "down")}
          >
            <ArrowDown size={13} />
          </IconButton>
          <IconButton label={`Remove ${called}`} size="sm" disabled={count === 1} onClick={props.onRemove}>
            <X size={13} />
          </IconButton>
        </div>
      </div>
      <div className="pl-7 text-xs text-muted">
        <Takes take={props.take} />
      </div>
      {problem && (
        <p id={problemId} className="pl-7 text-xs text-failed">
          {problem}
        </p>
      )}
    </li>
  )
}

function Takes({ take }: { take: WaveTake | null }) {
  if (take === null) return <Skeleton className="h-4 w-40" />
  if (take.tenants === 0)
    return <span className="text-pending">No matching tenants; this wave does nothing.</span>
  return (
    <>
      Matches {formatQuantity(take.tenants, "tenant")}
      {take.releases === null ? " by tag" : `, ${formatQuantity(take.releases, "release")} to upgrade`}
    </>
  )
}

/** The tags a tenant must have, all of them. */
function Selector({ wave, pairs, onWave, called }: WaveRowProps & { called: string }) {
  const [open, setOpen] = useState(false)
  const chosen = Object.entries(wave.selector)

  function add(pair: string) {
    setOpen(false)
    const found = pairs.find(({ name, value }) => `${name}=${value}` === pair)
    if (found) onWave({ ...wave, selector: { ...wave.selector, [found.name]: found.value } })
  }

  return (
    <>
      {takesTheRest(wave) && <span className="text-xs text-muted">all remaining tenants</span>}
      {chosen.map(([name, value]) => (
        <span
          key={name}
          className="inline-flex h-6 items-center gap-1 rounded-sm border border-line-strong/60 pl-1.5 font-mono text-2xs"
        >
          {name}={value}
          <button
            type="button"
            aria-label={`Remove ${name}=${value} from ${called}`}
            onClick={() => onWave({ ...wave, selector: without(wave.selector, name) })}
            className="flex size-5 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text pointer-coarse:size-8"
          >
            <X size={11} aria-hidden="true" />
          </button>
        </span>
      ))}
      <Popover
        label={`Tags for ${called}`}
        open={open}
        onOpenChange={setOpen}
        align="start"
        className="p-0!"
        trigger={
          <button
            type="button"
            aria-label={`Add tag to ${called}`}
            className="inline-flex h-6 items-center gap-1 rounded-sm border border-dashed border-line-strong/60 px-1.5 text-2xs text-muted hover:border-accent hover:text-text pointer-coarse:h-8"
          >
            <Plus size={11} aria-hidden="true" />
            Add tag
          </button>
        }
      >
        <ComboboxList
          label="Tag"
          value=""
          none={undefined}
          options={pairs.map((pair) => ({
            value: `${pair.name}=${pair.value}`,
            label: `${pair.name}=${pair.value}`,
            hint: formatQuantity(pair.tenants, "tenant"),
          }))}
          onChoose={add}
        />
      </Popover>
    </>
  )
}

function without(selector: Wave["selector"], name: string): Wave["selector"] {
  return Object.fromEntries(Object.entries(selector).filter(([tag]) => tag !== name))
}
