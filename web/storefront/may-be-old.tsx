import { StatusLabel } from '../ui/status-label.tsx'
import { texts } from '../ui/texts.ts'

/** Shown beside data from before the connection was lost. */
export const MayBeOld = () => (
  <StatusLabel tone="warn" icon="clock" filled>
    {texts.status.mayBeOld}
  </StatusLabel>
)
