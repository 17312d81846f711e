import { Subject } from "@/components/admin/audit/audit-columns"
import type { ListDrawerProps } from "@/components/layout/list-page"
import { Chip, CodeBlock } from "@/components/ui/copy"
import { DetailList } from "@/components/ui/detail-list"
import { RecordDrawer } from "@/components/ui/record-drawer"
import { Time } from "@/components/ui/time"
import type { AuditEntry } from "@/lib/identity/audit/schema"

export default function AuditDrawer({ known, ...drawer }: ListDrawerProps<AuditEntry>) {
  return (
    <RecordDrawer
      {...drawer}
      id={known ? drawer.id : null}
      read={{ data: known, error: null, refetch: () => undefined }}
      noun="audit entry"
      title={(entry) => entry.action}
      description={(entry) => `by ${entry.actor.name}`}
    >
      {(entry) => (
        <>
          <DetailList
            details={[
              { label: "Time", value: <Time at={entry.at} exact focusable /> },
              { label: "Actor", value: `${entry.actor.name} (${entry.actor.kind})` },
              { label: "IP address", value: entry.actor.address },
              { label: "Subject", value: <Subject entry={entry} /> },
              { label: "Subject ID", value: <Chip value={entry.subjectId} label="subject id" /> },
              {
                label: "Request",
                value: entry.requestId === null ? null : <Chip value={entry.requestId} label="request id" />,
              },
              { label: "Chain", value: `entry ${entry.position} of chain ${entry.chain}` },
              { label: "Hash", value: <Chip value={entry.hash} label="hash" /> },
            ]}
          />
          <CodeBlock code={JSON.stringify(entry.detail, null, 2)} label="detail" />
        </>
      )}
    </RecordDrawer>
  )
}
