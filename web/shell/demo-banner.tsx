import { Icon } from '../ui/icons.tsx'
import { texts } from '../ui/texts.ts'
import { pageMeta } from './page-meta.ts'
import styles from './shell.module.css'

/** Says on every page of a demo market that it is one. */
export const DemoBanner = () =>
  pageMeta.demo ? (
    <p className={styles.bar}>
      <Icon name="alert" size={16} />
      {texts.shell.demo}
    </p>
  ) : null
