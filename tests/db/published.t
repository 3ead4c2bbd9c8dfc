# SPDX-License-Identifier: ISC
# The page of snapshot @ID@ beside @LAST@; tests/db/published.run says what is in them.
test what appears, vanishes, moved and stayed beside the last one released
person lead cyd@operator.example
in cyd@operator.example
GET /review/snapshots/@ID@
= 200
+ Changes beside snapshot @LAST@, the last one released
each <tr><th scope="row">|</tr> => Firms of all professions, all regions</th><td>40+<span class="label"> firms</span></td><td class="code">8 of 8<span class="label"> measures</span></td><td class="n"><span class="label">Median overall </span>55.5<span class="small">was 50.0</span></td><td>counted anew</td> Law firms, all regions</th><td>too few</td><td class="code">0 of 8<span class="label"> measures</span></td><td class="n"><span class="label">Median overall </span>–<span class="small">was 40.0</span></td><td>vanishes</td> Accounting, audit and tax firms, all regions</th><td>10–19<span class="label"> firms</span></td><td class="code">8 of 8<span class="label"> measures</span></td><td class="n"><span class="label">Median overall </span>45.0</td><td>as before</td> Management consulting firms, all regions</th><td>10–19<span class="label"> firms</span></td><td class="code">8 of 8<span class="label"> measures</span></td><td class="n"><span class="label">Median overall </span>62.5<span class="small">was –</span></td><td>appears</td> Architecture firms, all regions</th><td>20–39<span class="label"> firms</span></td><td class="code">8 of 8<span class="label"> measures</span></td><td class="n"><span class="label">Median overall </span>30.0</td><td>counted anew</td>

test what the auditor withheld stands on the page by name, and no figure of it
person lead cyd@operator.example
in cyd@operator.example
GET /review/snapshots/@SAFE@
= 200
+ Which groups, and what is withheld of each
+ <li>Law firms with up to 499 fee-earners, all regions: <span class="code">overall</span> <span class="code">LEAD</span>
+ <li>Firms of all professions with up to 99 fee-earners, all regions: <span
+ <li>Firms of all professions with 100 or more fee-earners, all regions: <span
