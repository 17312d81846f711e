import { BlockList, isIPv4, isIPv6 } from "node:net"

type Range = readonly [address: string, prefix: number]

/** Addresses that no public service uses: IANA's special-purpose registries, multicast and reserved space. */
const notPublic4: readonly Range[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
]

/** Only 2000::/3 is allocated; within it, ranges for tunnels to IPv4 and for documentation are excluded. */
const notPublic6: readonly Range[] = [
  ["::", 3],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["4000::", 2],
  ["8000::", 1],
]

/** The addresses where clouds serve a machine's credentials. Never allowed, whatever else is configured. */
const metadata: readonly string[] = ["169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254"]

/** One list per family: a combined list would also match an IPv4 address against the IPv6 ranges. */
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [address, prefix] of notPublic4) blocked.ipv4.addSubnet(address, prefix, "ipv4")
for (const [address, prefix] of notPublic6) blocked.ipv6.addSubnet(address, prefix, "ipv6")
const metadataList = new BlockList()
for (const address of metadata) metadataList.addAddress(address, isIPv4(address) ? "ipv4" : "ipv6")

type AddressKind = "public" | "private" | "metadata"

/**
 * The kind of an IP address. An IPv4 address embedded in IPv6 (mapped, NAT64) is classified as itself. A string that is not
 * an address is private.
 */
export function kindOfAddress(address: string): AddressKind {
  const plain = address.replace(/%.*$/, "")
  const embedded = carriedIPv4(plain)
  if (embedded !== null) return kindOfAddress(embedded)
  const family = isIPv4(plain) ? "ipv4" : isIPv6(plain) ? "ipv6" : null
  if (family === null) return "private"
  if (metadataList.check(plain, family)) return "metadata"
  return blocked[family].check(plain, family) ? "private" : "public"
}

const carriers = new BlockList()
carriers.addSubnet("::ffff:0:0", 96, "ipv6")
carriers.addSubnet("64:ff9b::", 96, "ipv6")

function carriedIPv4(address: string): string | null {
  if (!isIPv6(address) || !carriers.check(address, "ipv6")) return null
  // The URL parser normalizes any spelling to groups of hexadecimal digits.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(":")
  const [high, low] = groups.slice(-2).map((group) => Number.parseInt(group || "0", 16))
  if (high === undefined || low === undefined) return null
  return [high >> 8, high & 255, low >> 8, low & 255].join(".")
}
