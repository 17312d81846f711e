import { ChevronDown } from "lucide-react"
import { useEffect, useState } from "react"
import { useAsOf } from "@/components/layout/as-of-picker"
import { Button } from "@/components/ui/button"
import { Menu } from "@/components/ui/floating"
import { useNow } from "@/components/ui/now"
import { Segmented } from "@/components/ui/segmented"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import { formatDay } from "@/lib/platform/format"
import { dayMs } from "@/lib/platform/instant"

const spans = [
  { value: "90", label: "90 d" },
  { value: "365", label: "1 y" },
  { value: "1825", label: "5 y" },
] as const
type Span = (typeof spans)[number]["value"]

/** A slider that moves the page back in time, one day per step; the right end is now. */
export function AsOfSlider() {
  const [at, setAt] = useAsOf()
  const now = useNow()
  const daysBack = at === null ? 0 : Math.round((now - at.getTime()) / dayMs)
  const [span, setSpan] = useState<Span>(
    () => spans.find(({ value }) => daysBack <= Number(value))?.value ?? "1825",
  )
  const [dragged, setDragged] = useState<number | null>(null)
  const days = Math.min(dragged ?? daysBack, Number(span))

  // Sets the instant when the slider stops, so that dragging does not request every day in between.
  useEffect(() => {
    if (dragged === null) return
    const timer = setTimeout(() => {
      setDragged(null)
      void setAt(dragged === 0 ? null : new Date(Date.now() - dragged * dayMs))
    }, 180)
    return () => clearTimeout(timer)
  }, [dragged, setAt])

  const words = days === 0 ? "now" : formatDay(now - days * dayMs)
  return (
    <div className="flex min-w-0 items-center gap-3">
      <label className="flex min-w-0 flex-1 items-center gap-3 text-xs text-muted">
        <span className="whitespace-nowrap max-lg:sr-only">As of</span>
        <input
          type="range"
          aria-label="Days ago"
          aria-valuetext={words}
          min={-Number(span)}
          max={0}
          step={1}
          value={-days}
          onChange={(event) => setDragged(-Number(event.target.value))}
          className="h-8 min-w-24 flex-1 accent-accent"
        />
        <output className="w-24 text-right whitespace-nowrap text-text tabular-nums">
          <ViewerExplanation>{words}</ViewerExplanation>
        </output>
      </label>
      <Segmented label="Range" value={span} onValueChange={setSpan} options={spans} />
    </div>
  )
}

type EnvironmentChoiceProps = {
  environments: readonly string[]
  shown: readonly string[]
  /** Null: all. */
  onChosen: (next: string[] | null) => void
}

export function EnvironmentChoice({ environments, shown, onChosen }: EnvironmentChoiceProps) {
  function toggle(environment: string, on: boolean) {
    const next = environments.filter((name) => (name === environment ? on : shown.includes(name)))
    onChosen(next.length === environments.length || next.length === 0 ? null : next)
  }

  return (
    <Menu
      trigger={
        <Button>
          <span className="font-normal text-muted">Environments</span>
          {shown.length === environments.length ? "all" : `${shown.length} of ${environments.length}`}
          <ChevronDown size={13} aria-hidden="true" className="text-muted" />
        </Button>
      }
      entries={[
        ...environments.map((environment) => {
          const checked = shown.includes(environment)
          return { label: environment, checked, onSelect: () => toggle(environment, !checked) }
        }),
        { label: "Show all", onSelect: () => onChosen(null) },
      ]}
    />
  )
}
