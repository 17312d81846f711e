"use client"

import { ListPage, useList } from "@/components/layout/list-page"
import { nameColumn } from "@/components/layout/name-column"
import { AnnotationDialog } from "@/components/ledger/insights/annotation-dialog"
import { freezeList } from "@/components/ledger/insights/freezes-query"
import type { Choices } from "@/components/ledger/insights/insights-query"
import { Button } from "@/components/ui/button"
import { actionsColumn, timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { DialogButton, NewButton } from "@/components/ui/dialog-button"
import { EmptyState } from "@/components/ui/empty-state"
import { useNow } from "@/components/ui/now"
import { StatusLabel, type StatusStyle, statusOptions } from "@/components/ui/status"
import { useApiMutation, useChange } from "@/components/ui/use-api-mutation"
import type { FreezeState } from "@/lib/ledger/annotations/kinds"
import type { Annotation } from "@/lib/ledger/annotations/schema"
import { toInstant } from "@/lib/platform/instant"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

interface FreezesViewProps {
  choices: Pick<Choices, "applications" | "environments">
  canChange: boolean
}

export function FreezesView({ choices, canChange }: FreezesViewProps) {
  const list = useList(freezeList)
  const edit = { isFreeze: true, choices, scope: { application: null, environment: null } }
  const newFreeze = canChange && (
    <NewButton dialog={(state) => <AnnotationDialog {...state} {...edit} annotation={null} />}>
      New freeze
    </NewButton>
  )
  const actions = actionsColumn<Annotation>(150, (freeze) => (
    <>
      <DialogButton
        of={freeze.text}
        dialog={(state) => <AnnotationDialog {...state} {...edit} annotation={freeze} />}
      >
        Edit
      </DialogButton>
      <EndButton freeze={freeze} />
    </>
  ))
  return (
    <ListPage
      title="Freezes"
      isStatic
      actions={newFreeze}
      tableId="freezes"
      label="Deployment freezes"
      columns={canChange ? [...columns, actions] : columns}
      {...list}
      rowKey={({ id }) => id}
      filters={[
        { kind: "choice", name: "state", label: "State", options: statusOptions(freezeStyles) },
        { kind: "name", name: "environment", label: "Environment", options: choices.environments },
        { kind: "name", name: "application", label: "Application", options: choices.applications },
      ]}
    >
      <EmptyState title="No freezes yet" actions={newFreeze}>
        While a freeze lasts, the gate blocks deployments. Plan one for a release day or the holidays.
      </EmptyState>
    </ListPage>
  )
}

const freezeStyles: Record<FreezeState, StatusStyle> = {
  ACTIVE: { word: "Active", shape: "two-bars", tone: "pending" },
  UPCOMING: { word: "Upcoming", shape: "hourglass", tone: "neutral" },
  PAST: { word: "Past", shape: "hollow-circle", tone: "uninstalled" },
}

function stateOf({ startsAt, endsAt }: Annotation, now: number): FreezeState {
  if (endsAt !== null && Date.parse(endsAt) <= now) return "PAST"
  return Date.parse(startsAt) > now ? "UPCOMING" : "ACTIVE"
}

function FreezeStatus({ freeze }: { freeze: Annotation }) {
  return <StatusLabel style={freezeStyles[stateOf(freeze, useNow())]} />
}

const columns: readonly Column<Annotation>[] = [
  { id: "text", label: "Reason", required: true, plain: true, minWidth: 220, value: ({ text }) => text },
  {
    id: "state",
    label: "State",
    plain: true,
    width: 110,
    fits: true,
    cell: (freeze) => <FreezeStatus freeze={freeze} />,
    value: (freeze) => freezeStyles[stateOf(freeze, Date.now())].word,
  },
  nameColumn(({ environment }) => environment ?? "All environments", {
    id: "environment",
    label: "Environment",
    plain: true,
    width: 135,
  }),
  nameColumn(({ application }) => application ?? "All applications", {
    id: "application",
    label: "Application",
    plain: true,
    width: 130,
  }),
  timeColumn(({ startsAt }) => startsAt, { id: "startsAt", label: "Starts", width: 120 }),
  timeColumn(({ endsAt }) => endsAt, { id: "endsAt", label: "Ends", width: 120 }),
  { id: "createdBy", label: "Created by", width: 125, value: ({ createdBy }) => createdBy },
]

/** Ends a freeze that lasts, or removes one that has not started; nothing for a past one. */
function EndButton({ freeze }: { freeze: Annotation }) {
  const { id, text } = freeze
  const state = stateOf(freeze, useNow())
  const isActive = state === "ACTIVE"
  const invalidates = [queryKeys.insights, queryKeys.annotations]
  const end = useChange(
    () => request(api("/freezes/{id}", id), { method: "PATCH", body: { endsAt: toInstant(new Date()) } }),
    { invalidates, toast: "Freeze ended" },
  )
  const remove = useApiMutation("DELETE", api("/freezes/{id}", id), { invalidates, toast: "Freeze removed" })
  if (state === "PAST") return null
  return (
    <ConfirmDialog
      trigger={<Button of={text}>{isActive ? "End" : "Remove"}</Button>}
      title={isActive ? "End this freeze?" : "Remove this freeze?"}
      description={
        isActive
          ? `“${text}” no longer blocks deployments. It stays on the graphs of Insights.`
          : `“${text}” has not started. It is removed for everyone; the audit log keeps it.`
      }
      confirm={isActive ? "End freeze" : "Remove"}
      action={isActive ? end : remove}
    />
  )
}
