import { useQuarantine, type VersionRef } from "@/components/admin/quarantine/quarantine-context"
import { quarantinedStyle } from "@/components/admin/quarantine/quarantine-style"
import { Link } from "@/components/ui/link"
import { Notice } from "@/components/ui/notice"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import { pages } from "@/lib/platform/paths"
import { quarantinedName } from "@/lib/policy/quarantine/kinds"

/** Above the details of a version; nothing if it is not quarantined. */
export function QuarantineNote({ version }: { version: VersionRef }) {
  const quarantine = useQuarantine(version)
  if (quarantine === null) return null
  const { imageTag, chartName, createdAt, createdBy, reason } = quarantine
  return (
    <Notice
      tone="neutral"
      aria-label="Quarantine"
      icon={<StatusGlyph shape={quarantinedStyle.shape} className="mt-0.5 text-quarantined" />}
    >
      <p>
        <span className="font-mono text-xs">{quarantinedName(quarantine)}</span> must not be deployed.
        Quarantined <Time at={createdAt} focusable /> by {createdBy}.{" "}
        <Link href={pages.quarantine({ q: imageTag ?? chartName })}>View quarantine</Link>
      </p>
      <p className="mt-0.5 whitespace-pre-wrap text-muted">{reason}</p>
    </Notice>
  )
}
