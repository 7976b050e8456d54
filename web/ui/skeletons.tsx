import styles from './skeletons.module.css'

/** `count` empty cards in the shape of the storefront's, for the first load. */
export const CardSkeletons = ({ count }: { count: number }) => (
  <div className={styles.cards} aria-hidden="true" data-placeholder>
    {keys(count).map((key) => (
      <div key={key} className={styles.card}>
        <div className={styles.cover} />
        <div />
        <div className={styles.short} />
        <div className={styles.button} />
      </div>
    ))}
  </div>
)

/** `count` empty rows in the shape of a table's. */
export const RowSkeletons = ({ count }: { count: number }) => (
  <div aria-hidden="true">
    {keys(count).map((key) => (
      <div key={key} className={styles.row}>
        <div className={styles.short} />
        <div />
        <div className={styles.short} />
      </div>
    ))}
  </div>
)

const keys = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
