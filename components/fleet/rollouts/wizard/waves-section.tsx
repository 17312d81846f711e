"use client"

import { useQuery } from "@tanstack/react-query"
import { Plus, Tags } from "lucide-react"
import { useRef, useState } from "react"
import { FormSection } from "@/components/fleet/releases/form/form-section"
import { allTenantsQuery } from "@/components/fleet/rollouts/wizard/all-tenants"
import { WaveRow } from "@/components/fleet/rollouts/wizard/wave-row"
import {
  everyone,
  maxWaves,
  moved,
  tagPairs,
  takesOf,
  wavesByTag,
  withAnother,
} from "@/components/fleet/rollouts/wizard/waves"
import { Button } from "@/components/ui/button"
import { Menu, MenuItem, MenuLabel } from "@/components/ui/menu"
import type { RolloutPlan, Wave } from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"

interface WavesSectionProps {
  waves: Wave[]
  onWaves: (waves: Wave[]) => void
  /** Null until there is one. */
  plan: RolloutPlan | null
  stale: boolean
  /** By the index of the wave. */
  problems: Readonly<Record<number, string>>
  problem: string | undefined
}

/** The order of the rollout: waves selected by tenant tags, each with its tenants. */
export function WavesSection({ waves, onWaves, plan, stale, problems, problem }: WavesSectionProps) {
  const tenants = useQuery(allTenantsQuery)
  const known = tenants.data ?? []
  const list = useRef<HTMLOListElement>(null)
  const [said, say] = useState("")
  // A plan for other waves would attribute its counts to the wrong ones.
  const usable = plan !== null && plan.waves.length === waves.length && !stale ? plan : null
  const takes = takesOf(waves, known, usable)
  const inNone = usable?.releases.filter(({ skipReason }) => skipReason === "in_no_wave").length ?? 0

  function move(from: number, to: number, direction: "up" | "down") {
    onWaves(moved(waves, from, to))
    say(`${waves[from]?.name} is wave ${to + 1} of ${waves.length} now.`)
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
            place={index}
            count={waves.length}
            take={tenants.isPending && usable === null ? null : (takes[index] ?? null)}
            pairs={tagPairs(known)}
            problem={problems[index]}
            onWave={(next) => onWaves(waves.with(index, next))}
            onMove={(to, direction) => move(index, to, direction)}
            onRemove={() => {
              say(`${wave.name} was removed.`)
              onWaves(waves.filter((_, place) => place !== index))
              focusLater(list.current, Math.max(0, index - 1), "up")
            }}
          />
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          icon={<Plus size={13} aria-hidden="true" />}
          disabled={waves.length >= maxWaves}
          onClick={() => onWaves(withAnother(waves))}
        >
          Add wave
        </Button>
        <ByTag tenants={known} onWaves={onWaves} />
        {inNone > 0 && (
          <p className="flex flex-wrap items-center gap-2 text-xs text-pending">
            {formatQuantity(inNone, "release")} not in any wave and will be skipped.
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
        {said}
      </p>
    </FormSection>
  )
}

function ByTag({
  tenants,
  onWaves,
}: {
  tenants: readonly { tags: Record<string, string> }[]
  onWaves: (waves: Wave[]) => void
}) {
  const names = [...new Set(tenants.flatMap(({ tags }) => Object.keys(tags)))].sort()
  if (names.length === 0) return null
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" icon={<Tags size={13} aria-hidden="true" />}>
          Split by tag
        </Button>
      }
    >
      <MenuLabel>One wave per value of</MenuLabel>
      {names.map((name) => (
        <MenuItem key={name} onSelect={() => onWaves(wavesByTag(name, tenants))}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** The pressed button moved with its wave, or the wave was removed: the focus follows. */
function focusLater(list: HTMLOListElement | null, place: number, direction: "up" | "down"): void {
  requestAnimationFrame(() => {
    const row = list?.children[place]
    const button = row?.querySelector<HTMLElement>(`[data-move="${direction}"]:not(:disabled)`)
    const target = button ?? row?.querySelector<HTMLElement>("[data-move]:not(:disabled), input")
    target?.focus()
  })
}
