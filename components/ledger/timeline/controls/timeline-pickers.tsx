"use client"

import { ChartGantt, ListFilter, Rows3, Settings2, Table2 } from "lucide-react"
import { AsOfPicker } from "@/components/layout/as-of-picker"
import { AnnulledSwitch } from "@/components/ledger/deployments/annulled-switch"
import type { LaneKind } from "@/components/ledger/timeline/data/markers"
import type { TimelineViewKind } from "@/components/ledger/timeline/data/timeline-search"
import { Button } from "@/components/ui/button"
import { Combobox } from "@/components/ui/combobox"
import { Popover } from "@/components/ui/floating"
import { Segmented } from "@/components/ui/segmented"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"

interface Choice {
  lanes: LaneKind
  environment: string | null
  application: string | null
  view: TimelineViewKind
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

const views = [
  { value: "versions", icon: Rows3, word: "Versions", title: "What ran when" },
  { value: "deployments", icon: ChartGantt, word: "Deployments", title: "When each deployment took place" },
  { value: "table", icon: Table2, word: "Table", title: "The same deployments as a table" },
] as const

const viewOptions = views.map(({ value, icon: Icon, word, title }) => ({
  value,
  title,
  label: (
    <span className="inline-flex items-center gap-1.5">
      <Icon size={13} aria-hidden="true" className="max-sm:hidden" />
      {word}
    </span>
  ),
}))

/** What is shown, its filters, and what the lanes represent. On a phone the filters are behind one button. */
export function TimelinePickers(props: TimelinePickersProps) {
  const { place, onPlace } = props
  const filters = [place.environment, place.application, place.includeAnnulled].filter((one) => one !== null)
  return (
    <>
      <Segmented
        label="View"
        value={place.view}
        onValueChange={(view) => onPlace({ view })}
        options={viewOptions}
      />
      <div className="contents max-md:hidden">
        <LanePickers {...props} />
        <AsOfPicker />
        <Popover
          label="Display"
          className="w-64"
          trigger={<Button icon={<Settings2 size={14} />}>Display</Button>}
        >
          <DisplayChoices {...props} />
        </Popover>
      </div>
      <div className="ml-auto md:hidden">
        <Popover
          label="Filters"
          className="w-72"
          trigger={
            <Button icon={<ListFilter size={14} />}>
              {filters.length > 0 ? `Filters (${filters.length})` : "Filters"}
            </Button>
          }
        >
          <div className="flex flex-col items-start gap-3">
            <LanePickers {...props} />
            <AsOfPicker />
            <DisplayChoices {...props} />
          </div>
        </Popover>
      </div>
    </>
  )
}

function LanePickers({ place, onPlace, lanes }: TimelinePickersProps) {
  const environments = [...new Set(lanes.map((lane) => lane.environment))]
  const applications = [...new Set(lanes.map((lane) => lane.application))].sort()
  return (
    <>
      <Combobox
        label="Environment"
        value={place.environment ?? ""}
        onValueChange={(environment) => onPlace({ environment: environment || null })}
        options={environments}
        none="All"
      />
      <Combobox
        label="Application"
        value={place.application ?? ""}
        onValueChange={(application) => onPlace({ application: application || null })}
        options={applications}
        none="All"
      />
    </>
  )
}

function DisplayChoices({ place, onPlace }: TimelinePickersProps) {
  return (
    <div className="flex flex-col items-start gap-3">
      <Segmented
        label="Lanes"
        value={place.lanes}
        onValueChange={(kind) => onPlace({ lanes: kind })}
        options={laneLabels}
      />
      <AnnulledSwitch
        value={place.includeAnnulled}
        onValueChange={(includeAnnulled) => onPlace({ includeAnnulled })}
      />
    </div>
  )
}
