{{- define "slipway.name" -}}
{{- if contains "slipway" .Release.Name }}{{ .Release.Name }}{{ else }}{{ printf "%s-slipway" .Release.Name | trunc 53 | trimSuffix "-" }}{{ end -}}
{{- end -}}

{{- define "slipway.account" -}}
{{ .Values.serviceAccount.name | default (include "slipway.name" .) }}
{{- end -}}

{{- define "slipway.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end -}}

{{- define "slipway.selector" -}}
app.kubernetes.io/name: slipway
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "slipway.labels" -}}
{{ include "slipway.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | trunc 63 | trimAll "-._" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* The settings that follow from other values; those of `settings` win. */ -}}
{{- define "slipway.settings" -}}
{{- $derived := dict "SLIPWAY_HELM_IDENTITY" .Values.rbac.mode "PORT" "3000" -}}
{{- if eq .Values.rbac.mode "tenant" -}}
{{- $_ := set $derived "SLIPWAY_TENANT_ROLES" (join "," .Values.rbac.tenantRoles) -}}
{{- with .Values.rbac.clusterScopedRole }}{{ $_ := set $derived "SLIPWAY_CLUSTER_SCOPED_ROLE" . }}{{ end -}}
{{- end -}}
{{- range $name, $value := merge (dict) .Values.settings $derived }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end -}}
{{- end -}}

{{- define "slipway.container" -}}
image: {{ include "slipway.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
envFrom:
  - secretRef:
      name: {{ .Values.existingSecret }}
env:
  {{- include "slipway.settings" . | trim | nindent 2 }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  {{- if .Values.kubeconfigSecret }}
  - { name: clusters, mountPath: /etc/slipway/clusters, readOnly: true }
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "slipway.pod" -}}
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: {}
  {{- with .Values.kubeconfigSecret }}
  - name: clusters
    secret: { secretName: {{ . }} }
  {{- end }}
  {{- with .Values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "slipway.jobResources" -}}
requests: { cpu: 100m, memory: 128Mi }
limits: { memory: 512Mi }
{{- end -}}

{{- define "slipway.podMetadata" -}}
{{- with .Values.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
labels:
  {{- include "slipway.labels" . | nindent 2 }}
  {{- with .Values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
