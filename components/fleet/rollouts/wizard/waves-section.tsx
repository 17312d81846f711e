import { useQuery } from "@tanstack/react-query"
import { ArrowDown, ArrowUp, Plus, Tags, X } from "lucide-react"
import { useId, useRef, useState } from "react"
import { FormSection } from "@/components/fleet/releases/form/form-section"
import {
  addWave,
  allTenantsQuery,
  everyone,
  matchesAllRemaining,
  maxWaves,
  moveWave,
  tagPairs,
  type WaveSize,
  waveSizes,
  wavesByTag,
} from "@/components/fleet/rollouts/wizard/waves"
import { Button } from "@/components/ui/button"
import { ComboboxList } from "@/components/ui/combobox"
import { ErrorLine } from "@/components/ui/error-state"
import { Menu, Popover } from "@/components/ui/floating"
import { IconButton } from "@/components/ui/icon-button"
import { Skeleton } from "@/components/ui/skeleton"
import { TextField } from "@/components/ui/text-field"
import type { RolloutPlan, Wave } from "@/lib/fleet/rollouts/schema"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { formatQuantity } from "@/lib/platform/format"

interface WavesSectionProps {
  waves: Wave[]
  onWaves: (waves: Wave[]) => void
  /** Null until there is one. */
  plan: RolloutPlan | null
  stale: boolean
  /** Keyed by the index of the wave. */
  problems: Readonly<Record<number, string>>
  problem: string | undefined
}

export function WavesSection({ waves, onWaves, plan, stale, problems, problem }: WavesSectionProps) {
  const tenants = useQuery(allTenantsQuery)
  const knownTenants = tenants.data ?? []
  const list = useRef<HTMLOListElement>(null)
  const [announcement, announce] = useState("")
  // A plan of other waves would attribute its counts to the wrong waves.
  const currentPlan = plan !== null && plan.waves.length === waves.length && !stale ? plan : null
  const sizes = currentPlan || tenants.data ? waveSizes(waves, knownTenants, currentPlan) : null
  const unassigned = currentPlan?.releases.filter(({ skipReason }) => skipReason === "in_no_wave").length ?? 0

  function move(from: number, to: number, direction: "up" | "down") {
    onWaves(moveWave(waves, from, to))
    announce(`${waves[from]?.name} is now wave ${to + 1} of ${waves.length}.`)
    focusLater(list.current, to, direction)
  }

  return (
    <FormSection number={2} title="Waves">
      <p className="text-xs text-muted">
        Waves run one after the other, from top to bottom. A tenant belongs to the first wave whose tags all
        match.
      </p>
      {problem && <p className="text-xs text-failed">{problem}</p>}
      <ol ref={list} aria-label="Waves" className="flex flex-col gap-2">
        {waves.map((wave, index) => (
          <WaveRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a wave has no other stable identity
            key={index}
            wave={wave}
            position={index}
            count={waves.length}
            size={sizes === null ? null : sizes[index]}
            isSkipped={currentPlan?.releases.some((release) => release.wave === index)}
            isUnknown={sizes === null && tenants.isError}
            pairs={tagPairs(knownTenants)}
            problem={problems[index]}
            onWave={(next) => onWaves(waves.with(index, next))}
            onMove={(to, direction) => move(index, to, direction)}
            onRemove={() => {
              announce(`${wave.name} was removed.`)
              onWaves(waves.filter((_, position) => position !== index))
              focusLater(list.current, Math.max(0, index - 1), "up")
            }}
          />
        ))}
      </ol>
      {tenants.isError && !tenants.data && <ErrorLine title="Could not load tenants" read={tenants} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          icon={<Plus size={13} />}
          disabled={waves.length >= maxWaves}
          onClick={() => onWaves(addWave(waves))}
        >
          Add wave
        </Button>
        <ByTag tenants={knownTenants} onWaves={onWaves} />
        {unassigned > 0 && (
          <p className="flex flex-wrap items-center gap-2 text-xs text-pending">
            {formatQuantity(unassigned, "release")} not in any wave and will be skipped.
            <Button
              size="sm"
              disabled={waves.length >= maxWaves}
              onClick={() => onWaves([...waves, { ...everyone, name: "The rest" }])}
            >
              Add a wave for the rest
            </Button>
          </p>
        )}
      </div>
      <p role="status" className="sr-only">
        {announcement}
      </p>
    </FormSection>
  )
}

type ByTagProps = Pick<WavesSectionProps, "onWaves"> & { tenants: readonly Pick<Tenant, "tags">[] }

function ByTag({ tenants, onWaves }: ByTagProps) {
  const names = [...new Set(tenants.flatMap(({ tags }) => Object.keys(tags)))].sort()
  if (names.length === 0) return null
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" icon={<Tags size={13} />}>
          Split by tag
        </Button>
      }
      entries={[
        { heading: "One wave per value of" },
        ...names.map((name) => ({ label: name, onSelect: () => onWaves(wavesByTag(name, tenants)) })),
      ]}
    />
  )
}

/** The pressed button moved with its wave, or the wave was removed: the focus follows. */
function focusLater(list: HTMLOListElement | null, position: number, direction: "up" | "down"): void {
  requestAnimationFrame(() => {
    const row = list?.children[position]
    const button = row?.querySelector<HTMLElement>(`[data-move="${direction}"]:not(:disabled)`)
    const target = button ?? row?.querySelector<HTMLElement>("[data-move]:not(:disabled), input")
    target?.focus()
  })
}

interface WaveRowProps {
  wave: Wave
  /** Starts at 0. */
  position: number
  count: number
  /** Null while loading. */
  size: WaveSize | null | undefined
  /** It matches releases; without any to upgrade, all of them are skipped. */
  isSkipped?: boolean
  /** The tenants could not be loaded. */
  isUnknown: boolean
  pairs: ReturnType<typeof tagPairs>
  problem: string | undefined
  onWave: (wave: Wave) => void
  onMove: (to: number, direction: "up" | "down") => void
  onRemove: () => void
}

function WaveRow(props: WaveRowProps) {
  const { wave, position, count, problem } = props
  const problemId = useId()
  const label = `wave ${position + 1}`
  return (
    <li className="flex flex-col gap-1 rounded-md border border-line bg-surface px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span aria-hidden="true" className="w-4 text-right text-xs text-muted">
          {position + 1}
        </span>
        <TextField
          aria-label={`Name of ${label}`}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? problemId : undefined}
          maxLength={100}
          value={wave.name}
          onChange={(event) => props.onWave({ ...wave, name: event.target.value })}
          className="w-40! max-sm:flex-1"
        />
        <div className="order-2 flex min-w-48 flex-1 flex-wrap items-center gap-1.5 max-sm:order-3 max-sm:basis-full max-sm:pl-7">
          <Selector {...props} label={label} />
        </div>
        <div className="order-3 flex items-center max-sm:order-2">
          <IconButton
            label={`Move ${label} up`}
            size="sm"
            data-move="up"
            disabled={position === 0}
            onClick={() => props.onMove(position - 1, "up")}
          >
            <ArrowUp size={13} />
          </IconButton>
          <IconButton
            label={`Move ${label} down`}
            size="sm"
            data-move="down"
            disabled={position === count - 1}
            onClick={() => props.onMove(position + 1, "down")}
          >
            <ArrowDown size={13} />
          </IconButton>
          <IconButton label={`Remove ${label}`} size="sm" disabled={count === 1} onClick={props.onRemove}>
            <X size={13} />
          </IconButton>
        </div>
      </div>
      <div className="pl-7 text-xs text-muted">{!props.isUnknown && <WaveSizeText {...props} />}</div>
      {problem && (
        <p id={problemId} className="pl-7 text-xs text-failed">
          {problem}
        </p>
      )}
    </li>
  )
}

function WaveSizeText({ size, isSkipped }: Pick<WaveRowProps, "size" | "isSkipped">) {
  if (!size) return <Skeleton className="h-4 w-40" />
  const matched = isSkipped ? "Every release is skipped" : "No matching tenants"
  if (size.tenants === 0) return <span className="text-pending">{matched}; this wave does nothing.</span>
  return (
    <>
      Matches {formatQuantity(size.tenants, "tenant")}
      {size.releases === null ? " by tag" : `, ${formatQuantity(size.releases, "release")} to upgrade`}
    </>
  )
}

function Selector({ wave, pairs, onWave, label }: WaveRowProps & { label: string }) {
  const [open, setOpen] = useState(false)
  const chosen = Object.entries(wave.selector)

  function add(pair: string) {
    setOpen(false)
    const tag = pairs.find(({ name, value }) => `${name}=${value}` === pair)
    if (tag) onWave({ ...wave, selector: { ...wave.selector, [tag.name]: tag.value } })
  }

  return (
    <>
      {matchesAllRemaining(wave) && <span className="text-xs text-muted">all remaining tenants</span>}
      {chosen.map(([name, value]) => (
        <span
          key={name}
          className="inline-flex h-6 items-center gap-1 rounded-sm border border-line-strong/60 pl-1.5 font-mono text-2xs"
        >
          {name}={value}
          <button
            type="button"
            aria-label={`Remove ${name}=${value} from ${label}`}
            onClick={() =>
              onWave({ ...wave, selector: Object.fromEntries(chosen.filter(([tag]) => tag !== name)) })
            }
            className="flex size-5 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text pointer-coarse:size-8"
          >
            <X size={11} />
          </button>
        </span>
      ))}
      <Popover
        label={`Tags for ${label}`}
        open={open}
        onOpenChange={setOpen}
        align="start"
        className="p-0!"
        trigger={
          <button
            type="button"
            aria-label={`Add tag to ${label}`}
            className="inline-flex h-6 items-center gap-1 rounded-sm border border-dashed border-line-strong/60 px-1.5 text-2xs text-muted hover:border-accent hover:text-text pointer-coarse:h-8"
          >
            <Plus size={11} />
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
