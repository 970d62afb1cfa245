"""Entries that share a venue or a volume."""

from __future__ import annotations

MEETING = """
@inproceedings{a, title={One}, author={Ada Lovelace}, booktitle={Proc. of {CVPR}}, year=2020,
  publisher={IEEE}, editor={C D}, pages={1-2}}
@inproceedings{b, title={Two}, author={A B}, booktitle={Proc. of {CVPR}}, year=2020, month=jun,
  publisher={IEEE}, editor={C D}}
@inproceedings{c, title={Three}, author={A B}, booktitle={Proc. of {CVPR}}, year=2021}
@article{d, title={Four}, journal={IEEE Trans. Image Process.}, year=2001}
@article{e, title={Five}, journal={IEEE Trans. Image Process.}, year=2002}
@article{f, title={Six}, journal={Annals of Foo}, year=2002}
"""
