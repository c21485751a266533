/** A type of service: how the registry names it, and under which path of the reference it is managed. */
export interface ServicePath {
  /** Type in the registry, as in `emailDomain example.com`. */
  readonly type: string;
  /** Path below the base path, with the parameter that holds the service's name (reference A.8). */
  readonly path: `/${string}/{${string}}`;
}

/** Every type of service whose contacts can be changed. A new type is one line. */
export const SERVICE_PATHS: readonly ServicePath[] = [
  { type: 'analyticsPlatform', path: '/analytics/platforms/{serviceName}' },
  { type: 'caasContainers', path: '/caas/containers/{serviceName}' },
  { type: 'caasRegistry', path: '/caas/registry/{serviceName}' },
  { type: 'cdnDedicated', path: '/cdn/dedicated/{serviceName}' },
  { type: 'cloudProject', path: '/cloud/project/{serviceName}' },
  { type: 'dbaasLogs', path: '/dbaas/logs/{serviceName}' },
  { type: 'dbaasTimeseries', path: '/dbaas/timeseries/{serviceName}' },
  { type: 'dedicatedAnthos', path: '/dedicated/anthos/tenants/{serviceName}' },
  { type: 'dedicatedCeph', path: '/dedicated/ceph/{serviceName}' },
  { type: 'dedicatedCluster', path: '/dedicated/cluster/{serviceName}' },
  { type: 'dedicatedNasha', path: '/dedicated/nasha/{serviceName}' },
  { type: 'dedicatedServer', path: '/dedicated/server/{serviceName}' },
  { type: 'dedicatedCloud', path: '/dedicatedCloud/{serviceName}' },
  { type: 'deskaas', path: '/deskaas/{serviceName}' },
  { type: 'domainZone', path: '/domain/zone/{zoneName}' },
  { type: 'domain', path: '/domain/{serviceName}' },
  { type: 'emailDomain', path: '/email/domain/{domain}' },
  { type: 'emailPro', path: '/email/pro/{service}' },
  { type: 'hostingPrivateDatabase', path: '/hosting/privateDatabase/{serviceName}' },
  { type: 'hostingReseller', path: '/hosting/reseller/{serviceName}' },
  { type: 'hostingWeb', path: '/hosting/web/{serviceName}' },
  { type: 'ipService', path: '/ip/service/{serviceName}' },
  { type: 'ipLoadbalancing', path: '/ipLoadbalancing/{serviceName}' },
  { type: 'kube', path: '/kube/{serviceName}' },
  { type: 'metrics', path: '/metrics/{serviceName}' },
  { type: 'msServices', path: '/msServices/{serviceName}' },
  { type: 'nutanix', path: '/nutanix/{serviceName}' },
  { type: 'overTheBox', path: '/overTheBox/{serviceName}' },
  { type: 'ovhCloudConnect', path: '/ovhCloudConnect/{serviceName}' },
  { type: 'packSiptrunk', path: '/pack/siptrunk/{packName}' },
  { type: 'packXdsl', path: '/pack/xdsl/{packName}' },
  { type: 'sslGateway', path: '/sslGateway/{serviceName}' },
  { type: 'storageNetapp', path: '/storage/netapp/{serviceName}' },
  { type: 'telephonyAliases', path: '/telephony/aliases/{serviceName}' },
  { type: 'telephonyLines', path: '/telephony/lines/{serviceName}' },
  { type: 'telephonyTrunks', path: '/telephony/trunks/{serviceName}' },
  { type: 'telephony', path: '/telephony/{billingAccount}' },
  { type: 'vps', path: '/vps/{serviceName}' },
  { type: 'xdsl', path: '/xdsl/{serviceName}' },
];

/** `/email/domain/{domain}` → `['1.0/email/domain/:domain', 'domain']`, as controllers want them. */
export function routeOf({ path }: ServicePath): { route: string; parameter: string } {
  const parameter = /\{(\w+)\}$/.exec(path)?.[1] ?? 'serviceName';
  return { route: `1.0${path.replace(/\{(\w+)\}$/, ':$1')}`, parameter };
}
