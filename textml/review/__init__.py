"""Articles that a person should look at, and a way back into the labelled set.

What comes in are rows of the label table, cross-validated scores and articles without a label. What goes out are
doubtful articles as lines to complete (`queue`), articles worth a label next (`suggest`), which can be added to
the labelled set (`labelled_set`), labels from other tools and for them (`label_import`, `label_export`), what is new in
some issues (`compare`), and labels that look wrong (`label_errors`). Open `queue` first. Work at a run in the browser
is in three rooms: pages and their corrections (`cuts`), labels (`desk`), and HTTP (`web`).
"""
