import { useQuarantine, type VersionRef } from "@/components/admin/quarantine/quarantine-context"
import { quarantinedStyle } from "@/components/admin/quarantine/quarantine-style"
import { StatusMark } from "@/components/ui/status"
import { Tooltip } from "@/components/ui/tooltip"
import { VersionText } from "@/components/ui/version-text"

/** Next to a version in a list, with the reason; nothing if it is not quarantined. */
export function QuarantineMark({ version }: { version: VersionRef }) {
  const quarantine = useQuarantine(version)
  return (
    quarantine && (
      <Tooltip content={`Quarantined by ${quarantine.createdBy}: ${quarantine.reason}`}>
        <span className="relative z-1 inline-flex shrink-0 align-[-0.15em]">
          <StatusMark style={quarantinedStyle} size={13} />
        </span>
      </Tooltip>
    )
  )
}

export function MarkedTag({ version }: { version: { imageTag: string; application: string } }) {
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle">
      <QuarantineMark version={version} />
      <VersionText value={version.imageTag} className="text-xs" />
    </span>
  )
}
