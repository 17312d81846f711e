"use client"

import { lazy } from "react"
import { quarantineList } from "@/components/admin/quarantine/quarantine-query"
import { quarantinedStyle, quarantineKindLabels } from "@/components/admin/quarantine/quarantine-style"
import { ListPage, useList } from "@/components/layout/list-page"
import { actionsColumn, statusColumn, timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { DialogButton, NewButton } from "@/components/ui/dialog-button"
import { EmptyState } from "@/components/ui/empty-state"
import type { StatusStyle } from "@/components/ui/status"
import { NameText, VersionText } from "@/components/ui/version-text"
import { quarantinedName, quarantineKinds } from "@/lib/policy/quarantine/kinds"
import type { Quarantine } from "@/lib/policy/quarantine/schema"

const loadDialogs = () => import("@/components/admin/quarantine/quarantine-dialog")
const QuarantineDialog = lazy(loadDialogs)
const LiftDialog = lazy(() => loadDialogs().then((file) => ({ default: file.LiftDialog })))

const kindOptions = quarantineKinds.map((value) => ({ value, label: quarantineKindLabels[value] }))
const stateOptions = [
  { value: "true", label: "Active" },
  { value: "false", label: "Lifted" },
]

export function QuarantineView({ canChange }: { canChange: boolean }) {
  const list = useList(quarantineList)
  const newQuarantine = canChange && (
    <NewButton dialog={(state) => <QuarantineDialog {...state} version={null} />}>
      Quarantine a version
    </NewButton>
  )
  return (
    <ListPage
      title="Quarantine"
      isStatic
      actions={newQuarantine}
      tableId="quarantine"
      label="Quarantined versions"
      noun="quarantined versions"
      columns={canChange ? [...columns, actions] : columns}
      {...list}
      rowKey={({ id }) => id}
      filters={[
        { kind: "search", name: "q", label: "Version, chart, reason…" },
        { kind: "choice", name: "kind", label: "Kind", options: kindOptions },
        { kind: "choice", name: "active", label: "State", options: stateOptions },
      ]}
    >
      <EmptyState title="No quarantined versions" actions={newQuarantine}>
        Quarantine a bad version so that it cannot be deployed: the gate blocks an image tag, and Slipway
        rejects installs, upgrades and rollbacks to a chart version.
      </EmptyState>
    </ListPage>
  )
}

const stateStyles: Record<"ACTIVE" | "LIFTED", StatusStyle> = {
  ACTIVE: quarantinedStyle,
  LIFTED: { word: "Lifted", shape: "hollow-circle", tone: "uninstalled" },
}

const columns: readonly Column<Quarantine>[] = [
  {
    id: "version",
    label: "Version",
    required: true,
    width: 180,
    cell: (quarantine) => <VersionText value={quarantinedName(quarantine)} className="text-xs" />,
    value: quarantinedName,
  },
  {
    id: "kind",
    label: "Kind",
    plain: true,
    width: 110,
    hidden: true,
    value: ({ kind }) => quarantineKindLabels[kind],
  },
  {
    id: "application",
    label: "Application",
    plain: true,
    width: 150,
    cell: ({ kind, application }) =>
      kind === "IMAGE_TAG" && <NameText value={application ?? "All applications"} />,
    value: ({ kind, application }) => (kind === "IMAGE_TAG" ? (application ?? "All applications") : null),
  },
  statusColumn(({ liftedAt }) => (liftedAt === null ? "ACTIVE" : "LIFTED"), stateStyles, {
    id: "state",
    label: "State",
    plain: true,
    width: 122,
  }),
  { id: "reason", label: "Reason", plain: true, minWidth: 260, value: ({ reason }) => reason },
  timeColumn(({ createdAt }) => createdAt, { id: "createdAt", label: "Since", plain: true, width: 105 }),
  { id: "createdBy", label: "By", width: 125, value: ({ createdBy }) => createdBy },
  timeColumn(({ liftedAt }) => liftedAt, { id: "liftedAt", label: "Lifted", width: 115, hidden: true }),
  { id: "liftedBy", label: "Lifted by", width: 140, hidden: true, value: ({ liftedBy }) => liftedBy },
  { id: "liftReason", label: "Lift reason", width: 120, value: ({ liftReason }) => liftReason },
]

const actions = actionsColumn<Quarantine>(
  70,
  (quarantine) =>
    quarantine.liftedAt === null && (
      <DialogButton
        of={quarantinedName(quarantine)}
        dialog={(state) => <LiftDialog {...state} quarantine={quarantine} />}
      >
        Lift
      </DialogButton>
    ),
)
