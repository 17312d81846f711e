"use client"

import { ChartGantt, Table2 } from "lucide-react"
import { AsOfPicker } from "@/components/layout/as-of-picker"
import { AnnulledSwitch } from "@/components/ledger/deployments/annulled-switch"
import type { LaneKind } from "@/components/ledger/timeline/data/markers"
import { Combobox } from "@/components/ui/combobox"
import { Segmented } from "@/components/ui/segmented"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"

interface Choice {
  lanes: LaneKind
  environment: string | null
  application: string | null
  view: "graph" | "table"
  includeAnnulled: "true" | null
}

interface TimelinePickersProps {
  place: Choice
  onPlace: (change: Partial<Choice>) => void
  lanes: readonly LaneName[]
}

const laneLabels = [
  { value: "environment", label: "Environments" },
  { value: "application", label: "Applications" },
] as const

const viewLabels = [
  { value: "graph", label: <ViewWord icon={<ChartGantt size={13} aria-hidden="true" />} word="Graph" /> },
  { value: "table", label: <ViewWord icon={<Table2 size={13} aria-hidden="true" />} word="Table" /> },
] as const

/** What the lanes represent, the filters, and the choice of graph or table. */
export function TimelinePickers({ place, onPlace, lanes }: TimelinePickersProps) {
  const environments = [...new Set(lanes.map((lane) => lane.environment))]
  const applications = [...new Set(lanes.map((lane) => lane.application))].sort()
  return (
    <>
      <Segmented
        label="Lanes"
        value={place.lanes}
        onValueChange={(kind) => onPlace({ lanes: kind })}
        options={laneLabels}
      />
      <Combobox
        label="Environment"
        value={place.environment ?? ""}
        onValueChange={(environment) => onPlace({ environment: environment || null })}
        options={environments.map(toOption)}
        none="All"
      />
      <Combobox
        label="Application"
        value={place.application ?? ""}
        onValueChange={(application) => onPlace({ application: application || null })}
        options={applications.map(toOption)}
        none="All"
      />
      <AsOfPicker />
      <AnnulledSwitch
        value={place.includeAnnulled}
        onValueChange={(includeAnnulled) => onPlace({ includeAnnulled })}
      />
      <Segmented
        label="View"
        value={place.view}
        onValueChange={(view) => onPlace({ view })}
        options={viewLabels}
      />
    </>
  )
}

function toOption(name: string) {
  return { value: name, label: name }
}

function ViewWord({ icon, word }: { icon: React.ReactNode; word: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {icon}
      {word}
    </span>
  )
}
